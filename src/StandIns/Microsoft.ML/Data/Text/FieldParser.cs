using System.Globalization;
using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Parses a field. False when it is not a value of the type; what is written then stands for a missing value.</summary>
internal delegate bool FieldParser<T>(ReadOnlyMemory<char> field, out T value);

/// <summary>The parsers of the primitive types.</summary>
internal static class FieldParsers
{
    public static FieldParser<T> For<T>(PrimitiveDataViewType type, TextLoader.Options options)
    {
        if (type is KeyDataViewType key)
            return (FieldParser<T>)(Delegate)Key(key);
        Delegate parser = default(T) switch
        {
            float => Real<float>(options),
            double => Real<double>(options),
            sbyte => Integer<sbyte>(),
            byte => Integer<byte>(),
            short => Integer<short>(),
            ushort => Integer<ushort>(),
            int => Integer<int>(),
            uint => Integer<uint>(),
            long => Integer<long>(),
            ulong => Integer<ulong>(),
            bool => (FieldParser<bool>)Boolean,
            ReadOnlyMemory<char> => (FieldParser<ReadOnlyMemory<char>>)Text,
            TimeSpan => (FieldParser<TimeSpan>)((ReadOnlyMemory<char> field, out TimeSpan value) => IsEmpty(field, out value) || TimeSpan.TryParse(field.Span, CultureInfo.InvariantCulture, out value)),
            DateTime => (FieldParser<DateTime>)((ReadOnlyMemory<char> field, out DateTime value) => IsEmpty(field, out value) || DateTime.TryParse(field.Span, CultureInfo.InvariantCulture, out value)),
            DateTimeOffset => (FieldParser<DateTimeOffset>)((ReadOnlyMemory<char> field, out DateTimeOffset value) => IsEmpty(field, out value) || DateTimeOffset.TryParse(field.Span, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value)),
            _ => throw Contracts.Except($"A text file cannot be loaded into a column of type {type}."),
        };
        return (FieldParser<T>)parser;
    }

    private static bool Text(ReadOnlyMemory<char> field, out ReadOnlyMemory<char> value)
    {
        value = field;
        return true;
    }

    private static FieldParser<T> Real<T>(TextLoader.Options options)
        where T : IFloatingPointIeee754<T>
    {
        bool comma = options.DecimalMarker == ',';
        T missing = options.MissingRealsAsNaNs ? T.NaN : T.Zero;
        return (ReadOnlyMemory<char> field, out T value) =>
        {
            ReadOnlySpan<char> text = field.Span;
            if (TryParseShortInteger(text, out int integer))
            {
                value = T.CreateTruncating(integer);
                return true;
            }
            text = text.Trim();
            if (text.IsEmpty)
            {
                value = missing;
                return true;
            }
            if (comma)
                text = text.ToString().Replace('.', '\0').Replace(',', '.');
            if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
                return true;
            value = T.NaN;
            switch (text)
            {
                case "?" or "NaN":
                    return true;
                case "∞" or "+∞" or "Infinity":
                    value = T.PositiveInfinity;
                    return true;
                case "-∞" or "-Infinity":
                    value = T.NegativeInfinity;
                    return true;
                default:
                    return false;
            }
        };
    }

    // Most files of pixels and counts hold nothing else; every number of so few digits is exact in single precision.
    private static bool TryParseShortInteger(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.Length is 0 or > 7)
            return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }

    private static FieldParser<T> Integer<T>()
        where T : IBinaryInteger<T>
        => (ReadOnlyMemory<char> field, out T value) =>
        {
            ReadOnlySpan<char> text = field.Span.Trim();
            value = T.Zero;
            return text.IsEmpty || T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        };

    private static bool Boolean(ReadOnlyMemory<char> field, out bool value)
    {
        switch (field.Span.Trim().ToString().ToLowerInvariant())
        {
            case "true" or "yes" or "t" or "y" or "on" or "1" or "+1" or "+":
                value = true;
                return true;
            case "false" or "no" or "f" or "n" or "off" or "0" or "-1" or "-" or "":
                value = false;
                return true;
            default:
                value = false;
                return false;
        }
    }

    // In the file the first key is 0, in the view it is 1; what is out of range or no number is missing, which is 0 in the view.
    private static Delegate Key(KeyDataViewType type)
    {
        if (type.RawType == typeof(uint))
            return Key<uint>(type.Count);
        if (type.RawType == typeof(byte))
            return Key<byte>(type.Count);
        return type.RawType == typeof(ushort) ? Key<ushort>(type.Count) : Key<ulong>(type.Count);
    }

    private static FieldParser<T> Key<T>(ulong count)
        where T : IUnsignedNumber<T>
        => (ReadOnlyMemory<char> field, out T value) =>
        {
            ReadOnlySpan<char> text = field.Span.Trim();
            value = T.Zero;
            if (text.IsEmpty)
                return true;
            if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong raw) || raw >= count)
                return false;
            value = T.CreateTruncating(raw + 1);
            return true;
        };

    private static bool IsEmpty<T>(ReadOnlyMemory<char> field, out T value)
    {
        value = default;
        return field.Span.IsWhiteSpace();
    }
}
