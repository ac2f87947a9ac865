namespace Microsoft.ML.Data;

/// <summary>How well a model tells several classes apart.</summary>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(ConfusionMatrix confusionMatrix, double microAccuracy, double macroAccuracy, double logLoss, double logLossReduction,
        double[] perClassLogLoss, double[] topKAccuracies)
    {
        ConfusionMatrix = confusionMatrix;
        MicroAccuracy = microAccuracy;
        MacroAccuracy = macroAccuracy;
        LogLoss = logLoss;
        LogLossReduction = logLossReduction;
        PerClassLogLoss = perClassLogLoss;
        TopKPredictionCount = topKAccuracies.Length;
        TopKAccuracyForAllK = topKAccuracies.Length == 0 ? null : topKAccuracies;
        TopKAccuracy = topKAccuracies.LastOrDefault();
    }

    /// <summary>The mean over rows of −ln of the probability given to the true class, in nats.</summary>
    public double LogLoss { get; }

    /// <summary>The part by which the log-loss is less than that of predicting the frequencies of the classes; 1 is perfect.</summary>
    public double LogLossReduction { get; private set; }

    /// <summary>The accuracy of each class, averaged over the classes that occur.</summary>
    public double MacroAccuracy { get; }

    /// <summary>The part of rows whose class is predicted.</summary>
    public double MicroAccuracy { get; }

    /// <summary>The part of rows whose class is among the best <see cref="TopKPredictionCount"/> predictions.</summary>
    public double TopKAccuracy { get; }

    /// <summary>How many best predictions <see cref="TopKAccuracy"/> counts.</summary>
    public int TopKPredictionCount { get; }

    /// <summary>The part of rows whose class is among the best 1, 2, … predictions; null when that was not asked for.</summary>
    public IReadOnlyList<double> TopKAccuracyForAllK { get; }

    /// <summary>The log-loss of the rows of each class, 0 for a class without rows.</summary>
    public IReadOnlyList<double> PerClassLogLoss { get; }

    /// <summary>How often which class was predicted as which.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }
}
