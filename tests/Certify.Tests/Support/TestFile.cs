using System.IO.Compression;
using System.Text;
using Certify.Tables;

namespace Certify.Tests.Support;

/// <summary>The data files of the tests, and workbooks made for one test.</summary>
public static class TestFile
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    public static IReadOnlyList<TableRow> RowsOf(string name)
    {
        using var file = File.OpenRead(PathOf(name));
        using var table = Table.Open(file);
        return [.. table.Rows()];
    }

    /// <summary>One text of a file of test vectors.</summary>
    public static string Vector(string file, string name)
    {
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", file)));
        return json.RootElement.GetProperty(name).GetString()!;
    }

    /// <summary>A workbook with one sheet of the given XML, and other parts if wanted.</summary>
    public static MemoryStream Workbook(Action<StreamWriter> sheet, params (string Path, string Xml)[] parts)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "xl/workbook.xml", writer => writer.Write(
                """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"""));
            Write(zip, "xl/_rels/workbook.xml.rels", writer => writer.Write(
                """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"""));
            Write(zip, "xl/worksheets/sheet1.xml", sheet);
            foreach (var (path, xml) in parts) Write(zip, path, writer => writer.Write(xml));
        }
        return file;
    }

    public static MemoryStream Csv(string text) => new(Encoding.UTF8.GetBytes(text));

    private static void Write(ZipArchive zip, string path, Action<StreamWriter> write)
    {
        using var writer = new StreamWriter(zip.CreateEntry(path, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
        write(writer);
    }
}
