using System.Text;
using Certify.Badges.Open;
using Certify.Tests.Support;

namespace Certify.Tests.Pages.OpenData;

/// <summary>How the files are written.</summary>
public sealed class OpenFormatTests
{
    private const string Header = "shop_name,registered_name,address,category,subdistrict,community,issued_on,valid_until,latitude,longitude";

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+86店", "'+86店")]
    [InlineData("-1店", "'-1店")]
    [InlineData("@店", "'@店")]
    [InlineData(" =1+1", "' =1+1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("甲,乙\"丙\"", "\"甲,乙\"\"丙\"\"\"")]
    [InlineData("甲\r\n乙", "\"甲\r\n乙\"")]
    public async Task Csv_cell_never_is_a_formula_and_is_quoted_by_the_rfc(string name, string cell)
    {
        using var file = new MemoryStream();

        await OpenFormat.Csv.WriteAsync(file, Rows(1, name), new("s", "l", "u"));

        Assert.StartsWith("\uFEFF" + Header + "\r\n" + cell + ",", Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public async Task Write_hundred_thousand_rows_holds_only_a_few_at_a_time()
    {
        foreach (var format in OpenFormat.All)
        {
            await using var counted = new CountingStream();
            var behind = 0L;
            async IAsyncEnumerable<OpenBadge> Watched()
            {
                var row = 0;
                await foreach (var badge in Rows(100_000, "名字相当长的一家湘味土菜馆分店"))
                {
                    // A row has some 150 bytes: of all that was asked for, the most part must have been written already.
                    behind = Math.Max(behind, (++row * 150L) - counted.Length);
                    yield return badge;
                }
            }

            await format.WriteAsync(counted, Watched(), new("s", "l", "u"));

            Assert.True(counted.Length > 10_000_000, format.Name);
            Assert.InRange(behind, 0, 200_000);
        }
    }

    private static async IAsyncEnumerable<OpenBadge> Rows(int count, string name)
    {
        for (var i = 0; i < count; i++)
            yield return new OpenBadge(name, "衡阳高新区湘味土菜馆", "衡阳市高新区解放大道18号", "catering", "华兴街道", "华兴社区", CertifyApp.Today, CertifyApp.Today.AddDays(90), 26.9, 112.6);
        await Task.CompletedTask;
    }

    /// <summary>Counts what is written and keeps none of it.</summary>
    private sealed class CountingStream : Stream
    {
        private long length;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => length;
        public override long Position { get => length; set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => length += count;
    }
}
