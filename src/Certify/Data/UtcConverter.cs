using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Certify.Data;

/// <summary>Moments are stored as UTC <see cref="DateTime"/>, which both databases can compare and sort.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
    moment => moment.UtcDateTime, stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
