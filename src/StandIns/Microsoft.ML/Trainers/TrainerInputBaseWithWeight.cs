namespace Microsoft.ML.Trainers;

/// <summary>Options of trainers that can weight examples.</summary>
public abstract class TrainerInputBaseWithWeight : TrainerInputBaseWithLabel
{
    private protected TrainerInputBaseWithWeight()
    {
    }

    /// <summary>The column of weights; null when all examples weigh the same.</summary>
    public string ExampleWeightColumnName = null;
}
