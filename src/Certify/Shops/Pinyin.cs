using System.Text;

namespace Certify.Shops;

/// <summary>
/// Pinyin initials for search: 衡阳土菜馆 → hytcg. GB 2312 sorts its first 3,755 characters by pinyin, so the place of a character
/// tells its initial; the second level is sorted by radical and has a table. Latin letters and digits stay, all else is left out.
/// </summary>
public static class Pinyin
{
    private static readonly Encoding Gbk = CodePagesEncodingProvider.Instance.GetEncoding(936, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!;

    /// <summary>Where each initial begins in the first level of GB 2312.</summary>
    private static readonly (int From, char Initial)[] FirstLevel =
    [
        (0xB0A1, 'a'), (0xB0C5, 'b'), (0xB2C1, 'c'), (0xB4EE, 'd'), (0xB6EA, 'e'), (0xB7A2, 'f'), (0xB8C1, 'g'), (0xB9FE, 'h'),
        (0xBBF7, 'j'), (0xBFA6, 'k'), (0xC0AC, 'l'), (0xC2E8, 'm'), (0xC4C3, 'n'), (0xC5B6, 'o'), (0xC5BE, 'p'), (0xC6DA, 'q'),
        (0xC8BB, 'r'), (0xC8F6, 's'), (0xCBFA, 't'), (0xCDDA, 'w'), (0xCEF4, 'x'), (0xD1B9, 'y'), (0xD4D1, 'z'),
    ];

    /// <summary>Words of shop names in which a character with two readings has the other one.</summary>
    private static readonly (string Word, string Initials)[] OtherReadings =
    [
        ("商行", "sh"), ("车行", "ch"), ("银行", "yh"), ("洋行", "yh"), ("琴行", "qh"), ("分行", "fh"), ("行业", "hy"), ("五金行", "wjh"),
        ("重庆", "cq"), ("音乐", "yy"), ("乐器", "yq"), ("大厦", "ds"), ("人参", "rs"), ("海参", "hs"), ("成长", "cz"), ("尉迟", "yc"), ("单县", "sx"),
    ];

    /// <summary>Characters of names that GB 2312 lacks.</summary>
    private const string Rare = "䶮y𠮷j喆z珺j堃k垚y犇b昇s囍x曌z瑄x璟j祎y玥y翀c旻m晞x媄m赟y晟s燊s甯n羴s堯y";

    public static string Initials(string text)
    {
        text = ShopIdentity.Compatible(text);
        var initials = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (OtherReadings.FirstOrDefault(other => string.CompareOrdinal(text, at, other.Word, 0, other.Word.Length) == 0) is { Word: { } word } known)
            {
                initials.Append(known.Initials);
                at += word.Length;
                continue;
            }
            if (!Rune.TryGetRuneAt(text, at, out var rune))
            {
                at++;
                continue;
            }
            if (Initial(rune) is { } initial) initials.Append(initial);
            at += rune.Utf16SequenceLength;
        }
        return initials.ToString();
    }

    private static char? Initial(Rune rune)
    {
        if (rune.IsAscii) return char.IsAsciiLetterOrDigit((char)rune.Value) ? char.ToLowerInvariant((char)rune.Value) : null;
        Span<byte> bytes = stackalloc byte[4];
        var count = Gbk.GetBytes(rune.ToString(), bytes);
        var code = count == 2 ? bytes[0] << 8 | bytes[1] : 0;
        if (code is >= 0xB0A1 and <= 0xD7F9 && bytes[1] >= 0xA1) return FirstLevel.Last(range => range.From <= code).Initial;
        if (code is >= 0xD8A1 and <= 0xF7FE && bytes[1] >= 0xA1) return SecondLevel[(bytes[0] - 0xD8) * 94 + bytes[1] - 0xA1];
        var text = rune.ToString();
        var rare = Rare.IndexOf(text, StringComparison.Ordinal);
        return rare >= 0 ? Rare[rare + text.Length] : null;
    }

    private const string SecondLevel =
        "chwgnspgcgnegypbtyyzdxykygtzjnmjqmbsgzscyjsyyfpgkbzgydywjkgkljswkpjqhyjwrdzlsgmrypywwcckznkyygttnjjeykkzytcjnmcylqlypyqf" +
        "qrpzslwbtgkjfyxjwzltbncxjjjjtxdttsqzycdxxhgckbphffsstybgmxlpbyllbhlxsmzmyjhsojnghdzqyklgjhsgqzhxqgkezzwyscscjxyeyxadzpmd" +
        "ssmzjzqjyzcjjfwqjbdzbxgznzcpwhkxhqkmwfbpbydtjzzkqhylygxfptyjyyzpszlfchmqshgmxxsxjyqdcsbbqbefsjyhwwgzkpylqbgldlcctnmayddk" +
        "ssngycsgxlyzaypnptsdkdylhgymylcxpycjndqjwqqxfyyfjlejpzrxccqwqqsbzkymgplbmjrqcflnymyqmsqtrbcjthztqfrxqhxmjjcjlxxgjmshzkbs" +
        "wyemyltxfsydsglycjqxsjnqbsctyhbftdcyjdjwyghqfrxwckqkxebptlpxjzsrmebwhjlbjslyysmdxlclqkxlhxjrzjmfqhxhwywsbhtrxxglhqhfnmgy" +
        "kldyxzpylggsmtcfpajjzyljtyanjgbjplqgdzyqyaxbkysecjsznslyzhzxlzcghpxzhznytdsbcjkdlzyyffydlebbgqyzkggldndnyskjshdlyxbcghxy" +
        "pkdjmmzngmmclgwzszxzjfznmlzzthcsydbdllscddnlkjykjsycjlkohqasdknhcsgamhdaashtcplcpqybsdmpjlpcjoqlcdhjjysprchnwjnlhlyyqyhw" +
        "zptczgwwmzffjqqqqyxaclbhkdjxdgmmydjxzllsygxgkjrywzwyclzmssjzldbydcfcxyhlxchyzjqsqqagmnyxpfrkssbjlyxysyglnscmhcwwmnzjjlxx" +
        "hchsyzsttxrycyxbyhcsmxjsznpwgpxxtaybgajcxlyxdccwzocwkccsbnhcpdyznfcyytyckxkybsqkkytqqxfcwchcykelzqbsqyjqcclmthsywhmktlkj" +
        "lycxwheqqhtqhqpqsqscfymmdmgbwhwlgsllystlmlxpthmjhwljzyhzjxhtxjlhxrswlwzjcbxmhzqxsdzpmgfcsglsxymjshxpjxwmyqksmyplrthbxftp" +
        "mhyxlchlhlzylxgsssstclsldclrpbhzhxyyfhbmgdmycnqqwlqhjjcywjzyejjdhpblqxtqkwhlchqxagtlxljxmsljhtzkzjecxjcjnmfbycsfywybjzgn" +
        "ysdzsqyrsljpclpwxsdwejbjcbcnaytwgmpapclyqpclzxsbnmsggfnzjjbzsfzyndxhplqkzczwalsbccjxsyzgwkypsgxfzfcdkhjgxtlqfsgdslqwzkxt" +
        "mhsbgzmjzrglyjbpmlmsxlzjqqhzyjczydjwbwjklddpmjegxyhylxhlqyqhkycwcjmyyxnatjhyccxzpcqlbzwwytwbqcmlpmyrjcccxfpznzzljplxxyzt" +
        "zlgdldcklyrzzgqtgjhhgjljaxfgfjzslcfdqzlclgjdjzsnzlljpjqdcclcjxmyzftsxgcgsbrzxjqqctzhgyqtjqqlzxjylylbcyamcstylpdjbyregklz" +
        "yzhlyszqlznwczcllwjqjjjkdgjzolbbzppglghtgzxyjhzmycnqcycyhbhgxkamtxyxnbskyzzgjzlqjdfcjxdygjqjjpmgwgjjjpkqsbgbmmcjssclpqpd" +
        "xcdyykypcjddyygywrhjrtgznyqldkljszzgzqzjgdykshpzmtlcpwnjyfyzdjcnmwescyglbtzcgmssllyxysxsbsjsbbsgghfjlypmzjnlyywdqshzxtyy" +
        "whmcyhywdbxbtlmsyyyfsxjcbdxxlhjhfssxzqhfzmzcztqcxzxrttdjhnnyzqqmtqdmmgyydxmjgdhcdyzbffallztdltfxmxqzdngwqdbdcdjdxbzgsqqd" +
        "djcmbkzffxmkdmdsyyszcmljdsynsprskmkmpcklgtbqtfzswtfgglyplljzhgjjgypzltcsmcnbtjbqfkthbyzgkpbbymtdssxtbnpdkleycjnyddykzddh" +
        "qhsdzsctarlltkzlgecllkjlqjaqnbdkkghpjtzqksecshalqfmmgjnlyjbbtmlyzxdcjpldlpcqdhzycbzsczbzmsljflkrzjsnfrgjhxpdhyjybzgdlqcs" +
        "ezgxlblgyxtwmabchecmwyjyzlljjyhlgndjlslygkdzpzxjyyzlwcxszfgwyydlyhcljscmbjhblyzlycblydpdqysxqzbytdkyxjyycnrjmpdqgklcljbc" +
        "tbjddbblblczqrppxjcjlzcshltoljnmdddlngkathqhjhykheznmshrphqqjchgmfprxhjgdychghlyrzqlcyqjnzsqtkqjymszswlcfqqqxyfggyptqwlm" +
        "crnfkkfsyylqbmqammmyxctpshcptxxzzsmphpshmclmldqfyqxszyjdjjzzhqpdszglstjbckbxyqzysgpsxqzqzrqtbdkyxzkhhgflbcsmdldgdzdblzyy" +
        "cxnncsybzbfglzzxswmsccmqnjqsbdqsjtxxmbltxzclzshzcxrqjgjylxzfjphymzqqydfqjjlzznzjsdgzygctxmzysctlkphtxhtlbjxjlxscdqxcbbtj" +
        "fqzfsltjbtkqbxxjjljchczdbzjdczjdcprnmqcjpfczlclzxzdmxmphjsgzgszzqjylwtjpfsyaxmcjbtzkycwmytzsjjlqcqlwzmalbxyfbpnlsfhtgjwe" +
        "jjxxglljstgshjqlzfkcgnndszfdeqfhbsaqtgylbxmmygszldydqmjjrgbjtkgdhgkblqkbdmbylxwcxyttybkmrtjzxqjbhlmhmjjzmqasldcyxyqdlqca" +
        "fywyxqhz";
}
