using Microsoft.ML;
using Samples.Common;

namespace Samples.GanMnist;

/// <summary>Linear classifiers that learn from generated and from real images, tested on real ones.</summary>
internal static class Classifiers
{
    /// <summary>Adds the accuracy after learning from generated images, and that after as many real ones.</summary>
    public static void AddTo(Figures figures, MLContext ml, IDataView generated, IDataView real, IDataView test)
    {
        figures.Add("tstr_micro_accuracy", TrainingDisplay.Show("Linear classifier of generated images, tested on real ones", () => Accuracy(ml, generated, test)));
        figures.Add("trtr_micro_accuracy", TrainingDisplay.Show("Linear classifier of as many real images, for comparison", () => Accuracy(ml, ml.Data.Cache(real), test)));
    }

    private static double Accuracy(MLContext ml, IDataView train, IDataView test)
    {
        ITransformer linear = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Features", optimizationTolerance: 1e-4f).Fit(train);
        return ml.MulticlassClassification.Evaluate(linear.Transform(test)).MicroAccuracy;
    }
}
