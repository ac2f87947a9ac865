namespace Microsoft.ML.Runtime;

/// <summary>Checks of arguments and the exceptions that go with them; each exception made here is marked as one of ML.NET's own.</summary>
internal static class Contracts
{
    private const string MarkedKey = "ML_IsMarked";

    internal static TException Mark<TException>(TException exception)
        where TException : Exception
    {
        exception.Data[MarkedKey] = true;
        return exception;
    }

    internal static bool IsMarked(this Exception exception) => exception.Data.Contains(MarkedKey);

    internal static Exception Except(string message) => Mark(new InvalidOperationException(message));

    internal static Exception Except(Exception inner, string message) => Mark(new InvalidOperationException(message, inner));

    internal static Exception ExceptParam(string parameter) => Mark(new ArgumentOutOfRangeException(parameter));

    internal static Exception ExceptParam(string parameter, string message) => Mark(new ArgumentOutOfRangeException(parameter, message));

    internal static Exception ExceptEmpty(string parameter) => ExceptParam(parameter, $"{parameter} cannot be null or empty");

    internal static Exception ExceptDecode(string message) => Mark(new FormatException(message));

    internal static Exception ExceptSchemaMismatch(string parameter, string role, string column)
        => ExceptParam(parameter, $"Could not find {role} column '{column}'");

    internal static Exception ExceptSchemaMismatch(string parameter, string role, string column, string expected, string actual)
        => ExceptParam(parameter, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");

    internal static void Check(bool condition, string message)
    {
        if (!condition)
            throw Except(message);
    }

    internal static void CheckDecode(bool condition, string message)
    {
        if (!condition)
            throw ExceptDecode(message);
    }

    internal static void CheckParam(bool condition, string parameter)
    {
        if (!condition)
            throw ExceptParam(parameter);
    }

    internal static void CheckParam(bool condition, string parameter, string message)
    {
        if (!condition)
            throw ExceptParam(parameter, message);
    }

    internal static T CheckValue<T>(T value, string parameter)
        where T : class
        => value ?? throw Mark(new ArgumentNullException(parameter));

    internal static void CheckNonEmpty(string text, string parameter)
    {
        if (string.IsNullOrEmpty(text))
            throw ExceptEmpty(parameter);
    }

    internal static void CheckNonWhiteSpace(string text, string parameter)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw ExceptEmpty(parameter);
    }

    internal static void CheckNonEmpty<T>(IReadOnlyCollection<T> items, string parameter)
    {
        if (items is null || items.Count == 0)
            throw ExceptEmpty(parameter);
    }
}
