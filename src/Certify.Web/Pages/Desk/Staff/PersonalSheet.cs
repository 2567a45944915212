using Certify.Certification;
using Certify.Tables;
using Certify.Web.Text;

namespace Certify.Web.Pages.Desk.Staff;

/// <summary>All that is kept of one person as a workbook, for that person.</summary>
internal static class PersonalSheet
{
    public static byte[] Write(PersonalRecord personal, Words words)
    {
        using var file = new MemoryStream();
        using (var book = new Spreadsheet(file))
        {
            book.Sheet(words["staff.sheet_person"], [words["staff.sheet_item"], words["staff.sheet_content"]], [20, 40]);
            book.Row(words["owner.name"], personal.Name);
            book.Row(words["owner.id_" + personal.IdType.ToString().ToLowerInvariant()], personal.IdNumber);
            book.Row(words["owner.phone"], personal.Phone);
            book.Sheet(words["staff.sheet_work"], [words["staff.shop"], words["owner.position"], words["owner.since"], words["staff.left"], words["owner.state"], words["staff.exemption"], words["staff.reason"]], [30, 14, 14, 14, 14, 24, 24]);
            foreach (var work in personal.Work)
                book.Row(work.Shop, work.Position, work.Since, work.LeftOn, words[work.Confirmed ? "owner.confirmed" : "owner.unconfirmed"], work.Health.Exemption, work.Health.Reason);
            book.Sheet(words["staff.doses"], [words["staff.shop"], words["staff.vaccine"], words["staff.day"], words["staff.site"], words["staff.proof"]], [30, 24, 14, 24, 14]);
            foreach (var work in personal.Work)
                foreach (var dose in work.Health.Doses)
                    book.Row(work.Shop, dose.Vaccine, dose.On, dose.SiteName, words["staff.proof_" + dose.Proof]);
            book.Sheet(words["staff.sheet_visits"], [words["staff.shop"], words["staff.day"], words["owner.state"]], [30, 22, 20]);
            foreach (var work in personal.Work)
                foreach (var visit in work.Visits)
                    book.Row(work.Shop, words.Moment(visit.VisitedAt), words[visit.Vaccinated ? "staff.vaccinated" : "staff.not_vaccinated"]);
            book.Sheet(words["staff.sheet_access"], [words["staff.day"], words["users.role"], words["staff.purpose"]], [22, 14, 30]);
            foreach (var access in personal.Access)
                book.Row(words.Moment(access.At), words["roles." + access.Role], words["purpose." + access.Purpose]);
        }
        return file.ToArray();
    }
}
