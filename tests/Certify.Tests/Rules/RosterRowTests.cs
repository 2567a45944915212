using Certify.Shops.Import;
using Certify.Staff.Import;
using Certify.Tables;
using Certify.Tests.Support;

namespace Certify.Tests.Rules;

public class RosterRowTests
{
    private static readonly DateOnly Today = new(2021, 8, 9);

    [Fact]
    public void Read_rosters_gives_390_people_without_a_wrong_one()
    {
        var rows = TestFile.RowsOf("rosters.xlsx");
        var reader = new RosterRowReader(ColumnMap.Find(rows, RosterColumns.All)!, Today);
        var people = rows.Skip(1).Select(row => reader.Read(row, Guid.Empty, new RowNotes())).ToList();
        Assert.Equal(390, people.Count);
        Assert.DoesNotContain(null, people);
        Assert.Equal(("ZF2001", 3), (people[0]!.Vaccine, people[0]!.Doses.Count));
    }

    [Theory]
    [InlineData("证件号码", "430499196203127651", NoteLevel.Wrong, "id.check")]
    [InlineData("证件号码", "4304991962031276", NoteLevel.Wrong, "id.length")]
    [InlineData("证件号码", "", NoteLevel.Wrong, "import.note_id_missing")]
    [InlineData("证件号码", "4.30499196203128E+17", NoteLevel.Wrong, "import.note_id_as_number")]
    [InlineData("姓名", " ", NoteLevel.Wrong, "import.note_person_missing")]
    [InlineData("手机号", "1234", NoteLevel.Wrong, "import.note_phone_unreadable")]
    [InlineData("疫苗", "辉瑞", NoteLevel.Wrong, "rules.dose_unknown_vaccine")]
    [InlineData("疫苗", "", NoteLevel.Wrong, "import.note_vaccine_missing")]
    [InlineData("第二针", "2021-04-01", NoteLevel.Wrong, "import.note_dose_order")]
    [InlineData("第二针", "2021-08-10", NoteLevel.Wrong, "import.note_day_in_future")]
    [InlineData("第一针", "", NoteLevel.Wrong, "import.note_dose_before_missing")]
    [InlineData("第二针", "2021-05-12", NoteLevel.Warning, "rules.dose_too_early")]
    public void Read_fault_is_named(string heading, string value, NoteLevel level, string code)
    {
        var cells = new Dictionary<string, string> { ["姓名"] = "田兰勇", ["证件号码"] = "430499196203127652", ["手机号"] = "18000048860", ["疫苗"] = "科兴中维", ["第一针"] = "2021-05-01", ["第二针"] = "2021.6.1", [heading] = value };
        var notes = new RowNotes();
        var person = new RosterRowReader(ColumnMap.Find([new TableRow(1, [.. cells.Keys])], RosterColumns.All)!, Today).Read(new TableRow(2, [.. cells.Values]), Guid.Empty, notes);
        Assert.Equal((level, code), Assert.Single(notes.All.Select(note => (note.Level, note.Code))));
        Assert.Equal(level == NoteLevel.Wrong, person is null);
        Assert.DoesNotContain(notes.All.SelectMany(note => note.Args), arg => arg.Contains("430499196203127652"));
    }
}
