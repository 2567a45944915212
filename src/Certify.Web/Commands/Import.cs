using System.CommandLine;
using Certify.Accounts;
using Certify.Data;
using Certify.Shops;
using Certify.Shops.Import;
using Certify.Web.Text;
using Microsoft.EntityFrameworkCore;

namespace Certify.Web.Commands;

/// <summary><c>import shops|staff FILE</c>: what the import pages do, in one go. Wrong rows are listed, or written beside as a workbook; the good ones are published.</summary>
public static class Import
{
    public static Command Command(Func<WebApplication> program) => new("import", CommandLine.Say("cli.import"))
    {
        Of("shops", ImportKind.Shops, program),
        Of("staff", ImportKind.Staff, program),
    };

    private static Command Of(string name, ImportKind kind, Func<WebApplication> program)
    {
        var file = new Argument<FileInfo>("file") { Description = CommandLine.Say("cli.import_file") };
        var datum = new Option<Datum>("--datum") { Description = CommandLine.Say("import.datum"), DefaultValueFactory = _ => Datum.Wgs84 };
        var swap = new Option<bool>("--swap") { Description = CommandLine.Say("cli.import_swap") };
        var check = new Option<bool>("--check") { Description = CommandLine.Say("cli.import_check") };
        var wrong = new Option<FileInfo?>("--wrong") { Description = CommandLine.Say("cli.import_wrong") };
        var import = new Command(name, CommandLine.Say("import.kind_" + kind)) { file, datum, swap, check, wrong };
        import.SetAction(async (asked, cancel) =>
        {
            await Serve.PrepareAsync(program().Services, cancel);
            var run = new Run(program().Services, asked.InvocationConfiguration.Output, asked.InvocationConfiguration.Error);
            return await run.ImportAsync(kind, asked.GetRequiredValue(file), new Wishes(asked.GetValue(datum), asked.GetValue(swap), asked.GetValue(check), asked.GetValue(wrong)), cancel);
        });
        return import;
    }

    private sealed record Wishes(Datum Datum, bool Swap, bool CheckOnly, FileInfo? Wrong);

    private sealed class Run(IServiceProvider services, TextWriter output, TextWriter error)
    {
        private readonly Words _words = services.GetRequiredService<Words>();
        private readonly IDbContextFactory<CertifyDb> _dbs = services.GetRequiredService<IDbContextFactory<CertifyDb>>();

        public async Task<int> ImportAsync(ImportKind kind, FileInfo file, Wishes wishes, CancellationToken cancel)
        {
            if (!file.Exists) return Refuse(new Refusal("cli.import_no_file", file.FullName));
            var imports = services.GetRequiredService<ImportService>();
            await using var content = file.OpenRead();
            var uploaded = await imports.UploadAsync(kind, file.Name, content, Actor.System, cancel);
            if (uploaded.Refusal is { } unreadable) return Refuse(unreadable);
            var id = uploaded.Value;
            var proposed = ImportSettings.FromJson((await BatchAsync(id, cancel)).Mapping);
            var begun = await imports.BeginAsync(id, proposed with { Datum = wishes.Datum, SwapCoordinates = wishes.Swap }, cancel);
            if (begun?.Refusal is { } unmapped)
            {
                await imports.DiscardAsync(id, cancel);
                return Refuse(unmapped);
            }
            await services.GetRequiredService<ImportStaging>().StageAsync(id, cancel);
            var staged = await BatchAsync(id, cancel);
            if (staged.State != ImportState.Staged) return Refuse(staged.FailedBecause ?? new Refusal("import.moved_on"));
            await TellAsync(staged, wishes.Wrong, cancel);
            if (wishes.CheckOnly) await imports.DiscardAsync(id, cancel);
            else
            {
                await imports.PublishAsync(id, Actor.System, cancel);
                await services.GetRequiredService<ImportPublishing>().PublishAsync(id, cancel);
                if ((await BatchAsync(id, cancel)).State != ImportState.Published) return Refuse(new Refusal("import.moved_on"));
                services.GetRequiredService<UploadStore>().Remove(id);
            }
            return 0;
        }

        private async Task TellAsync(ImportBatch batch, FileInfo? wrong, CancellationToken cancel)
        {
            await using var db = await _dbs.CreateDbContextAsync(cancel);
            var rows = db.ImportRows.AsNoTracking().Where(row => row.BatchId == batch.Id);
            var counts = await rows.GroupBy(row => row.Verdict).Select(same => new { same.Key, Count = same.Count() }).ToDictionaryAsync(same => same.Key, same => same.Count, cancel);
            int Count(RowVerdict verdict) => counts.GetValueOrDefault(verdict);
            await output.WriteLineAsync(_words["import.summary", batch.FileName, Count(RowVerdict.New), Count(RowVerdict.Changed), Count(RowVerdict.Unchanged),
                await rows.CountAsync(row => row.Warned, cancel), Count(RowVerdict.Wrong), Count(RowVerdict.Double)]);
            if (wrong is not null)
            {
                await using var file = wrong.Create();
                await services.GetRequiredService<WrongRowsSheet>().WriteAsync(batch, file, WrongWords(_words), cancel);
                return;
            }
            var seal = services.GetRequiredService<TableSeal>();
            await foreach (var row in rows.Where(row => row.Verdict == RowVerdict.Wrong || row.Warned).OrderBy(row => row.RowNumber).AsAsyncEnumerable().WithCancellation(cancel))
                foreach (var note in StagedRow.FromJson(seal.Open("ImportRows", "Sealed", row.Id, row.Sealed)).Notes.Where(note => note.Level != NoteLevel.Fold))
                    await output.WriteLineAsync($"  {_words["import.row_of", row.RowNumber]} {Sentence(_words, note)}");
        }

        private async Task<ImportBatch> BatchAsync(Guid id, CancellationToken cancel)
        {
            await using var db = await _dbs.CreateDbContextAsync(cancel);
            return await db.ImportBatches.AsNoTracking().FirstAsync(batch => batch.Id == id, cancel);
        }

        private int Refuse(Refusal refusal)
        {
            error.WriteLine(_words[refusal]);
            return 1;
        }
    }

    /// <summary>Column and sentence of a note, in the reader's language.</summary>
    public static string Sentence(Words words, RowNote note) => words["import.column_" + note.Column] + (Words.IsEnglish ? ": " : "：") + words[note.Code, [.. note.Args]];

    public static WrongRowsWords WrongWords(Words words) =>
        new(words["import.verdict_Wrong"], words["import.row_number"], words["import.reason"], note => Sentence(words, note));
}
