namespace Certify.Shops.Import;

/// <summary>How much a note weighs: a value was read in another form, a person should look, the row can't be taken.</summary>
public enum NoteLevel { Fold, Warning, Wrong }

/// <summary>
/// One remark about one cell of a row. <paramref name="Code"/> is the key of its sentence, <paramref name="Column"/> the column's key,
/// <paramref name="Args"/> what the sentence names.
/// </summary>
public sealed record RowNote(NoteLevel Level, string Column, string Code, params string[] Args);

/// <summary>Gathers the notes of one row.</summary>
public sealed class RowNotes
{
    private readonly List<RowNote> _notes = [];

    public IReadOnlyList<RowNote> All => _notes;
    public bool Wrong => _notes.Exists(note => note.Level == NoteLevel.Wrong);
    public NoteLevel? Worst => _notes.Count == 0 ? null : _notes.Max(note => note.Level);

    public void Add(RowNote note) => _notes.Add(note);
    public void AddWrong(string column, string code, params string[] args) => _notes.Add(new RowNote(NoteLevel.Wrong, column, code, args));
    public void AddWarning(string column, string code, params string[] args) => _notes.Add(new RowNote(NoteLevel.Warning, column, code, args));

    /// <summary>Says that a value was read in another form than it was written in.</summary>
    public void AddFold(string column, string written, string read) => _notes.Add(new RowNote(NoteLevel.Fold, column, "import.note_folded", written, read));
}
