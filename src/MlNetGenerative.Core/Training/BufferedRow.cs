namespace MlNetGenerative.Core.Training;

/// <summary>The entries of a row that are not zero, in memory that is used again for other rows.</summary>
internal sealed class BufferedRow
{
    public int[] Indices { get; private set; } = [];

    public float[] Values { get; private set; } = [];

    public int Count { get; private set; }

    /// <summary>Copies the entries of a row.</summary>
    /// <param name="indices">The columns.</param>
    /// <param name="values">The values at those columns.</param>
    /// <param name="room">The entries of the longest row so far: where memory must grow, it grows to this, so that it soon grows no more.</param>
    public void Set(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, int room)
    {
        if (Indices.Length < indices.Length)
        {
            Indices = new int[room];
            Values = new float[room];
        }
        indices.CopyTo(Indices);
        values.CopyTo(Values);
        Count = indices.Length;
    }
}
