using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Training;

/// <summary>A parameter with its moments, wherever they are.</summary>
internal abstract class OptimizedParameter : IDisposable
{
    protected OptimizedParameter(string name, Tensor tensor)
    {
        Name = name;
        Tensor = tensor;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The parameter.</summary>
    public Tensor Tensor { get; }

    /// <summary>Copies of the moments, by name; none where the optimizer has none.</summary>
    public abstract IReadOnlyList<(string Name, float[] Values)> Moments { get; }

    /// <summary>Takes moments as <see cref="Moments"/> gives them.</summary>
    public abstract void SetMoments(IReadOnlyList<float[]> moments);

    /// <summary>Takes the gradient that backward has left.</summary>
    /// <returns>False when there is none: the parameter had no part in the loss, and does not change.</returns>
    public abstract bool TakeGradient();

    /// <summary>The sum of the gradient's squares.</summary>
    public abstract double SumOfSquares();

    /// <summary>Changes parameter and moments.</summary>
    public abstract void Update(in UpdateFactors factors);

    /// <summary>Lets the gradient go that was taken.</summary>
    public abstract void ReleaseGradient();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>How many moments an optimizer keeps, and their names.</summary>
    protected static string[] MomentNames(OptimizerSettings settings) => settings.Kind switch
    {
        OptimizerKind.Adam or OptimizerKind.AdamW => ["first", "second"],
        OptimizerKind.RmsProp => ["second"],
        _ => settings.Momentum > 0 ? ["momentum"] : [],
    };
}
