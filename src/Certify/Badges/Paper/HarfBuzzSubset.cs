using System.Runtime.InteropServices;

namespace Certify.Badges.Paper;

/// <summary>
/// The part of HarfBuzz that its managed binding leaves out: subsetting. SkiaSharp embeds a font whole (10 MB), and where two characters share
/// a glyph it extracts the lower one (示 as U+2F70), so a font is cut down to the characters in use before SkiaSharp sees it.
/// </summary>
internal static partial class HarfBuzzSubset
{
    private const string Library = "libHarfBuzzSharp";
    private const int DropTables = 3, NameIds = 4, PostScriptName = 6, NoHinting = 1, NotDefOutline = 0x40;
    private const uint SetEnd = uint.MaxValue;

    /// <summary>A face made ready for many subsettings, kept for the life of the process and shared by all threads.</summary>
    public static nint Open(string path)
    {
        var blob = hb_blob_create_from_file_or_fail(path);
        if (blob == 0) throw new FileNotFoundException($"the font {path} cannot be read", path);
        var face = hb_face_create(blob, 0);
        if (hb_face_get_glyph_count(face) == 0) throw new InvalidDataException($"{path} is not a font");
        var ready = hb_subset_preprocess(face);
        hb_face_make_immutable(ready);
        return ready;
    }

    /// <summary>Every code point that the face has a glyph for.</summary>
    public static IEnumerable<uint> CodePoints(nint face)
    {
        var set = hb_set_create();
        try
        {
            hb_face_collect_unicodes(face, set);
            for (var next = SetEnd; hb_set_next(set, ref next);) yield return next;
        }
        finally
        {
            hb_set_destroy(set);
        }
    }

    /// <summary>
    /// The font file that holds these code points alone. GSUB and GPOS are kept on demand: without them Arabic and its like do not join;
    /// elsewhere they only cost bytes.
    /// </summary>
    public static byte[] Cut(nint face, IEnumerable<int> codePoints, bool keepLayout)
    {
        var input = hb_subset_input_create_or_fail();
        if (input == 0) throw new InvalidOperationException("HarfBuzz has no memory for a subset");
        nint subset = 0;
        try
        {
            var unicodes = hb_subset_input_unicode_set(input);
            foreach (var codePoint in codePoints) hb_set_add(unicodes, (uint)codePoint);
            hb_subset_input_set_flags(input, NoHinting | NotDefOutline);
            var names = hb_subset_input_set(input, NameIds);
            hb_set_clear(names);
            hb_set_add(names, PostScriptName);
            var drop = hb_subset_input_set(input, DropTables);
            foreach (var table in keepLayout ? (string[])["vhea", "vmtx", "BASE", "STAT", "gasp"] : ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "STAT", "gasp"]) hb_set_add(drop, Tag(table));
            subset = hb_subset_or_fail(face, input);
            if (subset == 0) throw new InvalidDataException("the font cannot be subset");
            return Bytes(subset);
        }
        finally
        {
            hb_face_destroy(subset);
            hb_subset_input_destroy(input);
        }
    }

    private static byte[] Bytes(nint face)
    {
        var blob = hb_face_reference_blob(face);
        try
        {
            var data = hb_blob_get_data(blob, out var length);
            var bytes = new byte[length];
            Marshal.Copy(data, bytes, 0, (int)length);
            return bytes;
        }
        finally
        {
            hb_blob_destroy(blob);
        }
    }

    private static uint Tag(string name) => (uint)((name[0] << 24) | (name[1] << 16) | (name[2] << 8) | name[3]);

#pragma warning disable SA1300, IDE1006 // the names of the C library
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] private static partial nint hb_blob_create_from_file_or_fail(string path);
    [LibraryImport(Library)] private static partial nint hb_blob_get_data(nint blob, out uint length);
    [LibraryImport(Library)] private static partial void hb_blob_destroy(nint blob);
    [LibraryImport(Library)] private static partial nint hb_face_create(nint blob, uint index);
    [LibraryImport(Library)] private static partial uint hb_face_get_glyph_count(nint face);
    [LibraryImport(Library)] private static partial void hb_face_make_immutable(nint face);
    [LibraryImport(Library)] private static partial void hb_face_collect_unicodes(nint face, nint set);
    [LibraryImport(Library)] private static partial nint hb_face_reference_blob(nint face);
    [LibraryImport(Library)] private static partial void hb_face_destroy(nint face);
    [LibraryImport(Library)] private static partial nint hb_set_create();
    [LibraryImport(Library)] private static partial void hb_set_destroy(nint set);
    [LibraryImport(Library)] private static partial void hb_set_clear(nint set);
    [LibraryImport(Library)] private static partial void hb_set_add(nint set, uint value);
    [LibraryImport(Library)][return: MarshalAs(UnmanagedType.Bool)] private static partial bool hb_set_next(nint set, ref uint value);
    [LibraryImport(Library)] private static partial nint hb_subset_preprocess(nint face);
    [LibraryImport(Library)] private static partial nint hb_subset_input_create_or_fail();
    [LibraryImport(Library)] private static partial void hb_subset_input_destroy(nint input);
    [LibraryImport(Library)] private static partial nint hb_subset_input_unicode_set(nint input);
    [LibraryImport(Library)] private static partial nint hb_subset_input_set(nint input, int which);
    [LibraryImport(Library)] private static partial void hb_subset_input_set_flags(nint input, uint flags);
    [LibraryImport(Library)] private static partial nint hb_subset_or_fail(nint face, nint input);
#pragma warning restore SA1300, IDE1006
}
