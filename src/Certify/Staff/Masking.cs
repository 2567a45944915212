using System.Globalization;

namespace Certify.Staff;

/// <summary>Masked forms, as lists show them: 张**, 430499**********12, 190****5423.</summary>
public static class Masking
{
    public static string Name(string name)
    {
        var text = new StringInfo(name);
        return text.LengthInTextElements == 0 ? "" : text.SubstringByTextElements(0, 1) + "**";
    }

    public static string IdNumber(string number) => Keep(number, number.Length >= 15 ? 6 : 2, 2);

    public static string Phone(string phone) => Keep(phone, phone.Length >= 11 ? 3 : 0, phone.Length >= 7 ? 4 : 2);

    private static string Keep(string text, int first, int last) =>
        text.Length <= first + last ? new string('*', text.Length) : text[..first] + new string('*', text.Length - first - last) + text[^last..];
}
