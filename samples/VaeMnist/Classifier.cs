using Microsoft.ML;
using MlNetGenerative;

namespace Samples.VaeMnist;

/// <summary>What a linear classifier makes of the latent means.</summary>
internal static class Classifier
{
    public static double MicroAccuracy(MLContext ml, VariationalAutoencoderTransformer vae, IDataView train, IDataView test)
    {
        // The trainer reads the rows many times, so the encoded ones are kept in memory.
        ITransformer linear = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Latent", optimizationTolerance: 1e-5f)
            .Fit(ml.Data.Cache(vae.Transform(train), "Label", "Latent"));
        return ml.MulticlassClassification.Evaluate(linear.Transform(vae.Transform(test))).MicroAccuracy;
    }
}
