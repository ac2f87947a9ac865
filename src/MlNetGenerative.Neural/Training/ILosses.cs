namespace MlNetGenerative.Neural.Training;

/// <summary>The named losses of one batch, each a mean over its rows.</summary>
internal interface ILosses
{
    /// <summary>Their names, in order. The first is the one that validation watches: lower is better.</summary>
    static abstract IReadOnlyList<string> Names { get; }

    /// <summary>Writes the values, in the order of <see cref="Names"/>.</summary>
    void CopyTo(Span<double> values);
}
