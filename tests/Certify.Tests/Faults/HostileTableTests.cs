using System.Buffers.Binary;
using System.Text;
using Certify.Tables;
using Certify.Tests.Support;

namespace Certify.Tests.Faults;

/// <summary>Files that are broken or made to break us: each gets its sentence, and allocates less than 300 MB in all on the way to it.</summary>
public class HostileTableTests
{
    private const long Allowed = 300L << 20;
    private const string Open = "<worksheet><sheetData>", Close = "</sheetData></worksheet>";

    [Fact]
    public void Open_sheet_of_300_MB_is_refused_before_it_is_read() => AssertRefused("table.unpacked_too_large", Sheet300());

    [Fact]
    public void Rows_sheet_that_lies_about_its_size_is_refused_while_read()
    {
        var file = Sheet300();
        Lie(file.GetBuffer().AsSpan(0, (int)file.Length));
        AssertRefused("table.broken_xlsx", file);
    }

    [Fact]
    public void Rows_million_attributes_in_one_tag_are_refused() => AssertRefused("table.broken_xlsx", TestFile.Workbook(writer =>
    {
        writer.Write(Open + "<row ");
        for (var i = 0; i < 3_000_000; i++) writer.Write($"a{i}='' ");
        writer.Write("/>" + Close);
    }));

    [Fact]
    public void Rows_million_nested_tags_are_refused() => AssertRefused("table.broken_xlsx", TestFile.Workbook(writer =>
    {
        for (var i = 0; i < 3_000_000; i++) writer.Write("<a>");
    }));

    [Fact]
    public void Rows_million_different_names_are_refused() => AssertRefused("table.broken_xlsx", TestFile.Workbook(writer =>
    {
        writer.Write(Open);
        for (var i = 0; i < 3_000_000; i++) writer.Write($"<a{i}/>");
    }));

    [Fact]
    public void Rows_cell_of_30_MB_is_refused() => AssertRefused("table.cell_too_long", TestFile.Workbook(writer =>
    {
        writer.Write(Open + "<row r='7'><c t='inlineStr'><is><t>");
        for (var i = 0; i < 1_000; i++) writer.Write("名");
        for (var i = 0; i < 30; i++) writer.Write(new string('x', 1 << 10) + "<![CDATA[" + new string('y', 1 << 19) + "]]>");
        writer.Write("</t></is></c></row>" + Close);
    }));

    [Fact]
    public void Rows_entity_bomb_is_refused() => AssertRefused("table.broken_xlsx", TestFile.Workbook(writer =>
        writer.Write("<!DOCTYPE w [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><worksheet>&b;</worksheet>")));

    [Fact]
    public void Rows_more_rows_than_Excel_has_are_refused() => AssertRefused("table.too_many_rows", TestFile.Workbook(writer =>
    {
        writer.Write(Open);
        for (var i = 0; i <= TableLimits.Rows; i++) writer.Write("<row/>");
    }));

    [Fact]
    public void Open_directory_of_many_entries_is_refused()
    {
        var entry = new byte[46];
        "PK\u0001\u0002"u8.CopyTo(entry);
        var file = new MemoryStream();
        file.Write("PK"u8);
        for (var i = 0; i < 500_000; i++) file.Write(entry);
        var end = new byte[22];
        "PK\u0005\u0006"u8.CopyTo(end);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), 2);
        file.Write(end);
        AssertRefused("table.broken_xlsx", file);
    }

    [Fact]
    public void Open_workbook_cut_in_half_is_refused()
    {
        var whole = File.ReadAllBytes(TestFile.PathOf("registry-messy.xlsx"));
        AssertRefused("table.broken_xlsx", new MemoryStream(whole[..(whole.Length / 2)]));
    }

    [Fact]
    public void Rows_workbook_with_flipped_bytes_is_refused()
    {
        var whole = File.ReadAllBytes(TestFile.PathOf("registry-messy.xlsx"));
        for (var at = 20_000; at < 40_000; at += 7) whole[at] ^= 0x55;
        AssertRefused("table.broken_xlsx", new MemoryStream(whole));
    }

    [Theory]
    [InlineData("PK\u0003\u0004 and no more", "table.broken_xlsx")]
    [InlineData("%PDF-1.7 \n%", "table.not_a_table")]
    [InlineData("name,address\0\0\0", "table.not_a_table")]
    [InlineData("", "table.empty")]
    public void Open_file_that_is_no_table_is_refused(string text, string code) => AssertRefused(code, new MemoryStream(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void Open_old_or_locked_Excel_file_is_told_apart() =>
        AssertRefused("table.old_excel", new MemoryStream([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]));

    [Fact]
    public void Open_zip_that_is_no_workbook_is_refused()
    {
        var file = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("readme.txt").Open().Dispose();
        AssertRefused("table.not_xlsx", file);
    }

    [Fact]
    public void Open_bytes_of_no_encoding_are_refused() => AssertRefused("table.encoding", new MemoryStream([0x61, 0x2C, 0xFF, 0xFF, 0x0A]));

    [Fact]
    public void Rows_quote_that_swallows_the_file_is_refused_early() =>
        AssertRefused("table.unclosed_quote", TestFile.Csv("a,b\n\"1,2\n" + string.Concat(Enumerable.Repeat("some,row\n", 1_000_000))));

    private static MemoryStream Sheet300() => TestFile.Workbook(writer =>
    {
        var row = "<row>" + string.Concat(Enumerable.Repeat("<c t='inlineStr'><is><t>湘味土菜馆</t></is></c>", 1000)) + "</row>";
        writer.Write(Open);
        for (var written = 0L; written < 300L << 20; written += row.Length) writer.Write(row);
        writer.Write(Close);
    });

    /// <summary>Writes 1,000 bytes as the unpacked size of every entry of the directory that is larger.</summary>
    private static void Lie(Span<byte> zip)
    {
        for (var at = zip.IndexOf("PK\u0001\u0002"u8); at >= 0;)
        {
            var size = zip.Slice(at + 24, 4);
            if (BinaryPrimitives.ReadUInt32LittleEndian(size) > 1000) BinaryPrimitives.WriteUInt32LittleEndian(size, 1000);
            var next = zip[(at + 4)..].IndexOf("PK\u0001\u0002"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }
    }

    private static void AssertRefused(string code, Stream file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<TableException>(() =>
        {
            using var table = Table.Open(file);
            foreach (var _ in table.Rows()) { }
        });
        Assert.Equal(code, refused.Refusal.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, code is "table.unpacked_too_large" ? long.MaxValue : Allowed);
    }
}
