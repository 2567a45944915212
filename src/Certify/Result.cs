namespace Certify;

/// <summary>A business refusal: a stable code (also the key of its sentence in the text files) and the values that the sentence names.</summary>
public sealed record Refusal(string Code, params object?[] Args);

/// <summary>What a service answers: done, or refused for a reason that the reader can act on. Missing things are null, impossible ones throw.</summary>
public sealed record Result(Refusal? Refusal = null)
{
    public static readonly Result Done = new();
    public bool Ok => Refusal is null;
    public static Result Refused(string code, params object?[] args) => new(new Refusal(code, args));
    public static implicit operator Result(Refusal refusal) => new(refusal);
}

/// <inheritdoc cref="Result"/>
public sealed record Result<T>(T? Value, Refusal? Refusal = null)
{
    public bool Ok => Refusal is null;
    public static implicit operator Result<T>(T value) => new(value);
    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}
