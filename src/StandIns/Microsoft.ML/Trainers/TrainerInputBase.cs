namespace Microsoft.ML.Trainers;

/// <summary>Options of trainers: the column of features.</summary>
public abstract class TrainerInputBase
{
    private protected TrainerInputBase()
    {
    }

    /// <summary>The column of features.</summary>
    public string FeatureColumnName = "Features";
}
