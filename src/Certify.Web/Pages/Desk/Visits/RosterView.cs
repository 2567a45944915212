using System.Globalization;
using Certify.Certification;
using Certify.Checklists;
using Certify.Visits;
using Certify.Web.Text;

namespace Certify.Web.Pages.Desk.Visits;

/// <summary>The roster as it stands on the page: each row with its person and verdict, coverage, and what is still needed.</summary>
public sealed class RosterView
{
    private readonly VisitForm _form;
    private readonly IReadOnlyList<(KnownPerson Person, VisitRow Row)> _listed;
    private readonly Words _words;
    private readonly DateOnly _today;

    public RosterView(VisitForm form, ChecklistVersion list, IReadOnlyList<(KnownPerson Person, VisitRow Row)> listed, PolicyTerms terms, CertifyClock clock, Words words)
    {
        (_form, List, _listed, Terms, _words, _today) = (form, list, listed, terms, words, clock.Today);
        People = listed.ToDictionary(l => l.Person.StaffId, l => l.Person);
        // A row of somebody who is not on this shop's list is a forged one.
        foreach (var stranger in form.Rows.Where(r => r.StaffId is { } id && !People.ContainsKey(id)).ToList())
            form.Rows.Remove(stranger);
    }

    public PolicyTerms Terms { get; }

    /// <summary>What is checked here.</summary>
    public ChecklistVersion List { get; }
    public IReadOnlyDictionary<Guid, KnownPerson> People { get; }
    public IReadOnlyList<RowVerdict> Verdicts { get; private set; } = [];
    public DateOnly DueOn => _today.AddDays(Terms.RectificationDays);
    public int Staff => Verdicts.Count(v => v.Counts);
    public int Vaccinated => Verdicts.Count(v => v.Vaccinated);
    public bool IsFull => Staff > 0 && Vaccinated == Staff;

    public KnownPerson? PersonOf(VisitRow row) => row.StaffId is { } id ? People.GetValueOrDefault(id) : null;

    /// <summary>Listed people stand first; those who are in the form already keep what was typed.</summary>
    public void AddListed()
    {
        var there = _form.Rows.Select(r => r.StaffId).OfType<Guid>().ToHashSet();
        foreach (var (person, row) in _listed.Where(l => !there.Contains(l.Person.StaffId)))
            _form.Rows.Insert(_form.Rows.Count(r => r.StaffId is not null), row);
        AddRow();
    }

    private void AddRow()
    {
        if (_form.Rows.Count < Visit.StaffLimit)
            _form.Rows.Add(new VisitRow());
    }

    public void Judge()
    {
        if (!_form.Rows.Any(r => r.IsBlank))
            AddRow();
        Verdicts = [.. _form.Rows.Select(r => RowVerdict.Of(r, PersonOf(r), Terms, _today, _words))];
    }

    /// <summary>A button other than save: <c>add</c>, <c>confirm:2</c>, <c>toggle:2</c>, <c>confirm-all</c>, <c>pass-all</c>; anything else only judges anew.</summary>
    public void Do(string? action)
    {
        var parts = (action ?? "").Split(':');
        var row = parts.Length == 2 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var i) && i >= 0 && i < _form.Rows.Count ? _form.Rows[i] : null;
        switch (parts[0])
        {
            case "add":
                AddRow();
                break;
            case "confirm" when row is not null:
                row.Status = StaffStatus.Working;
                break;
            case "toggle" when row is not null:
                row.Status = row.Status == StaffStatus.Left ? (row.StaffId is null ? null : StaffStatus.Working) : StaffStatus.Left;
                break;
            case "confirm-all":
                foreach (var open in _form.Rows.Where(r => r.StaffId is not null && r.Status is null))
                    open.Status = StaffStatus.Working;
                break;
            case "pass-all":
                foreach (var item in List.Items)
                    _form.Passed[item.Key] = true;
                break;
        }
        Judge();
    }

    /// <summary>People whose record changed after it was shown: what would be confirmed is not what was seen.</summary>
    public IEnumerable<FieldRefusal> Changed()
    {
        for (var i = 0; i < _form.Rows.Count; i++)
        {
            var row = _form.Rows[i];
            if (row.StaffId is not { } id || row.Status is null || row.Seen is null)
                continue;
            var now = _listed.First(l => l.Person.StaffId == id).Row;
            if (now.Seen == row.Seen)
                continue;
            if (row.IsUntouched)
                (row.Vaccine, row.Dose1, row.Dose2, row.Dose3, row.Proof, row.Exemption, row.ExemptUntil, row.Reason) = (now.Vaccine, now.Dose1, now.Dose2, now.Dose3, now.Proof, now.Exemption, now.ExemptUntil, now.Reason);
            (row.Seen, row.Was) = (now.Seen, now.Was);
            yield return new($"Rows[{i}].Name", new("visits.changed_meanwhile"));
        }
    }

    /// <summary>What is still needed, in the order in which it is read.</summary>
    public IEnumerable<string> Needed()
    {
        var unfinished = Verdicts.Count(v => v is { Counts: true, Vaccinated: false, State: not RowState.Unchecked });
        var open = Verdicts.Count(v => v.State == RowState.Unchecked);
        if (Staff == 0)
            yield return _words["visits.missing_nobody"];
        if (open > 0)
            yield return _words["visits.needed_unchecked", open];
        if (unfinished > 0)
            yield return _words["visits.needed_people", unfinished];
        foreach (var measure in Failed())
            yield return _words["visits.needed_measure", measure.Text, DueOn];
    }

    public IEnumerable<ChecklistItem> Failed() => Terms.Failed(List, _form.Ticked);

    /// <summary>What saving will do, in one sentence.</summary>
    public string Outlook()
    {
        if (Staff == 0)
            return _words["visits.outlook_nobody"];
        if (IsFull && !Failed().Any())
            return _words["visits.outlook_full"];
        var first = Verdicts.Select((v, i) => (v, i)).FirstOrDefault(x => x.v is { Counts: true, Vaccinated: false, State: not RowState.Unchecked });
        if (first.v is null)
            return _words[Failed().Any() ? "visits.outlook_measures" : "visits.outlook_unchecked"];
        var name = PersonOf(_form.Rows[first.i])?.Name ?? _form.Rows[first.i].Name;
        return _words[Staff - Vaccinated > 1 ? "visits.outlook_people" : "visits.outlook_person", name, Staff - Vaccinated];
    }
}
