using System.Text.Json.Serialization;

namespace Certify.Badges.Paper;

/// <summary>
/// How one kind of paper looks: a file in <c>templates/</c>, changed by a designer without a developer. All lengths are millimetres from the upper
/// left corner of the trimmed sheet. Either <see cref="Elements"/> are drawn, or a <see cref="Sheet"/> repeats another template.
/// </summary>
public sealed record PaperTemplate
{
    /// <summary>Appears in addresses: <c>/desk/badges/{number}/{name}.pdf</c>. The file's name without its ending.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>What people choose it by, e.g. "A5 门贴" and "A5 door sign".</summary>
    public required BothLanguages Title { get; init; }

    public required float Width { get; init; }
    public required float Height { get; init; }

    /// <summary>How far colour runs over the trim, when printed with bleed and crop marks. 0 for paper that needs none.</summary>
    public float Bleed { get; init; }

    /// <summary>Nothing that must be read lies nearer to the trim.</summary>
    public float Safe { get; init; } = 8;

    /// <summary>A picture of the live state for screens, with the fields {state} and {stateEn} and the colour "state"; not for printing.</summary>
    public bool Live { get; init; }

    public string? Background { get; init; }
    public IReadOnlyList<PaperElement> Elements { get; init; } = [];
    public SheetLayout? Sheet { get; init; }
}

public sealed record BothLanguages
{
    [JsonPropertyName("zh-CN")]
    public required string Chinese { get; init; }

    [JsonPropertyName("en")]
    public required string English { get; init; }
}

/// <summary>Many small ones on one sheet, centred, with crop marks. <see cref="Gap"/> is the space between two.</summary>
public sealed record SheetLayout
{
    public required string Of { get; init; }
    public required int Columns { get; init; }
    public required int Rows { get; init; }
    public float Gap { get; init; }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FieldElement), "field")]
[JsonDerivedType(typeof(WallElement), "wall")]
[JsonDerivedType(typeof(CheckElement), "check")]
[JsonDerivedType(typeof(LineElement), "line")]
[JsonDerivedType(typeof(QrElement), "qr")]
[JsonDerivedType(typeof(TextElement), "text")]
[JsonDerivedType(typeof(StackElement), "stack")]
public abstract record PaperElement;

/// <summary>The field of colour that ends in battlements, from one side of the sheet to <see cref="Depth"/> beyond <see cref="Until"/>.</summary>
public sealed record FieldElement : PaperElement
{
    public Side Side { get; init; } = Side.Top;

    /// <summary>Where the merlons end: y for the top side, x for the right one.</summary>
    public required float Until { get; init; }

    /// <summary>How long the merlons are.</summary>
    public required float Depth { get; init; }

    /// <summary>An odd number, so that one stands in the middle.</summary>
    public required int Merlons { get; init; }

    public string Colour { get; init; } = "jade";
}

/// <summary>The battlements as a line, for the variant without a field of colour.</summary>
public sealed record WallElement : PaperElement
{
    public required float X { get; init; }
    public required float Y { get; init; }
    public required float Width { get; init; }
    public required float Depth { get; init; }
    public required int Merlons { get; init; }
    public required float Line { get; init; }
    public string Colour { get; init; } = "jade";
}

/// <summary>The check in its ring (in a live picture the mark of the state); <see cref="X"/> and <see cref="Y"/> are the middle.</summary>
public sealed record CheckElement : PaperElement
{
    public required float X { get; init; }
    public required float Y { get; init; }
    public required float Radius { get; init; }
    public string Ring { get; init; } = "gold";
    public string Colour { get; init; } = "white";
}

public sealed record LineElement : PaperElement
{
    public required float X { get; init; }
    public required float Y { get; init; }
    public required float Width { get; init; }
    public float Line { get; init; } = 0.4f;
    public string Colour { get; init; } = "gold";
}

/// <summary>The QR code; <see cref="Size"/> is the side of the dark modules, around which four modules stay empty.</summary>
public sealed record QrElement : PaperElement
{
    public required float X { get; init; }
    public required float Y { get; init; }
    public required float Size { get; init; }
    public string Colour { get; init; } = "ink";
}

/// <summary>One text on its base line, shrunk and wrapped if it is too long.</summary>
public sealed record TextElement : PaperElement
{
    public required float X { get; init; }

    /// <summary>The base line of the first line.</summary>
    public required float Y { get; init; }

    public required float Width { get; init; }

    [JsonRequired]
    public TextStyle Text { get; init; } = null!;
}

/// <summary>Texts one under the other, the whole in the middle of its box: a long name takes the room that a short one leaves.</summary>
public sealed record StackElement : PaperElement
{
    public required float X { get; init; }
    public required float Y { get; init; }
    public required float Width { get; init; }
    public required float Height { get; init; }
    public float Gap { get; init; } = 1;
    public required IReadOnlyList<TextStyle> Texts { get; init; }
}

/// <summary>What is written and how; fields are filled in: {number} {shopName} {address} {issuedOn} {validUntil} {issuer} {host} {state} {stateEn}.</summary>
public sealed record TextStyle
{
    public required string Say { get; init; }

    /// <summary>Height of a Chinese character's square.</summary>
    public required float Size { get; init; }

    /// <summary>The least size that it may shrink to. Default: half.</summary>
    public float? Min { get; init; }

    public int Lines { get; init; } = 1;
    public int Weight { get; init; } = 400;
    public string Colour { get; init; } = "ink";
    public Align Align { get; init; } = Align.Left;

    /// <summary>Extra space after each character, as a part of the size.</summary>
    public float Spacing { get; init; }
}

public enum Align
{
    Left,
    Centre,
    Right,
}

public enum Side
{
    Top,
    Right,
}
