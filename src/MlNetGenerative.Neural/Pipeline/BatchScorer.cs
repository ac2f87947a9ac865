namespace MlNetGenerative.Neural.Pipeline;

/// <summary>Computes appended columns for a batch of rows. Belongs to one cursor.</summary>
internal abstract class BatchScorer
{
    /// <summary>Fills the buffers of the active outputs.</summary>
    /// <param name="batch">The rows; all of its capacity is to be computed.</param>
    /// <param name="outputs">One buffer an output, [capacity × size], null for outputs that are not active. A Boolean is 1 for true.</param>
    public abstract void Score(RowBatch batch, float[]?[] outputs);
}
