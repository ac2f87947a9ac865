namespace Microsoft.ML;

/// <summary>What a trainer would like to have done with its data.</summary>
public sealed class TrainerInfo
{
    internal TrainerInfo(bool normalization = true, bool calibration = false, bool caching = true,
        bool supportValid = false, bool supportIncrementalTrain = false, bool supportTest = false)
    {
        NeedNormalization = normalization;
        NeedCalibration = calibration;
        WantCaching = caching;
        SupportsValidation = supportValid;
        SupportsIncrementalTraining = supportIncrementalTrain;
        SupportsTest = supportTest;
    }

    /// <summary>Whether features should be scaled first.</summary>
    public bool NeedNormalization { get; }

    /// <summary>Whether it passes over the data so often that caching pays.</summary>
    public bool WantCaching { get; }

    internal bool NeedCalibration { get; }

    internal bool SupportsValidation { get; }

    internal bool SupportsIncrementalTraining { get; }

    internal bool SupportsTest { get; }
}
