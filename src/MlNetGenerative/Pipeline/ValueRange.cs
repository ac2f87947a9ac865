namespace MlNetGenerative.Pipeline;

/// <summary>The values that a model's visible units can take.</summary>
internal enum ValueRange
{
    /// <summary>Any finite value.</summary>
    Finite,

    /// <summary>0 to 1, both included.</summary>
    UnitInterval,

    /// <summary>0 or 1.</summary>
    Binary,
}
