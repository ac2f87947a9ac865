namespace Microsoft.ML;

/// <summary>Strings numbered in the order of their first use; the same string gets the same number.</summary>
internal sealed class StringPool
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _strings = [];

    public IReadOnlyList<string> Strings => _strings;

    public int Add(string text)
    {
        if (!_ids.TryGetValue(text, out int id))
        {
            id = _strings.Count;
            _ids.Add(text, id);
            _strings.Add(text);
        }

        return id;
    }
}
