using MlNetGenerative.Core.Training;

namespace MlNetGenerative;

/// <summary>What every generator is told: how many rows, and which seed. Each kind of model has options of its own that derive from this.</summary>
public abstract class GenerationOptions
{
    internal GenerationOptions()
    {
    }

    /// <summary>The number of rows, at least 1.</summary>
    public int Count { get; set; } = 100;

    /// <summary>The seed; null uses the model's own, so that the same model gives the same rows.</summary>
    public int? Seed { get; set; }

    /// <summary>Checks the options; called when the view is made.</summary>
    internal virtual void Validate() => SettingCheck.Require(Count >= 1, nameof(Count), Count, "at least 1");
}
