namespace MlNetGenerative.Pipeline;

/// <summary>Checks of the column names in an estimator's options; the message names the option.</summary>
internal static class OptionCheck
{
    /// <exception cref="ArgumentException">The name of a column that must be there is missing.</exception>
    public static void RequireColumn(string option, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException($"{option} must be the name of a column, but is {(name is null ? "null" : "empty")}.", option);
    }

    /// <exception cref="ArgumentException">The name of an optional column is empty, or two columns have the same name.</exception>
    public static void RequireDifferent(params ReadOnlySpan<(string Option, string? Name)> columns)
    {
        var taken = new Dictionary<string, string>();
        foreach ((string option, string? name) in columns)
        {
            if (name is null)
                continue;
            if (string.IsNullOrWhiteSpace(name))
                throw new ArgumentException($"{option} must be the name of a column, or null to leave the column out, but is empty.", option);
            if (!taken.TryAdd(name, option))
                throw new ArgumentException($"{option} must differ from {taken[name]}, but both are '{name}'.", option);
        }
    }
}
