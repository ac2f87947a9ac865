using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using Samples.Common;

namespace Samples.VaeMnist;

/// <summary>How well the score tells the images trained on from those of the other set.</summary>
internal static class Anomalies
{
    /// <summary>The area under the receiver operating characteristic, null where the other set is not here.</summary>
    public static double? AreaUnderCurve(MLContext ml, VariationalAutoencoderTransformer vae, IDataView test, ImageSet images)
    {
        string other = images.Title.StartsWith("Fashion", StringComparison.Ordinal) ? "mnist" : "fashion";
        string folder = Repository.PathOf("datasets", "full", other);
        if (!Directory.Exists(folder))
        {
            Console.WriteLine($"The other images are not here (datasets/fetch.sh {other}): no anomaly_auc.");
            return null;
        }
        IDataView anomalies = ml.Data.LoadFromIdx(Directory.GetFiles(folder, "*t10k-images*").Single());
        IEnumerable<Scored> rows = Scores(vae, test, isAnomaly: 0).Concat(Scores(vae, anomalies, isAnomaly: 1));
        return ml.AnomalyDetection.Evaluate(ml.Data.LoadFromEnumerable(rows)).AreaUnderRocCurve;
    }

    private static List<Scored> Scores(VariationalAutoencoderTransformer vae, IDataView data, float isAnomaly)
    {
        IDataView scored = vae.Transform(data);
        return [.. scored.GetColumn<float>("Score").Zip(scored.GetColumn<bool>("IsAnomaly"),
            (score, predicted) => new Scored { Label = isAnomaly, Score = score, PredictedLabel = predicted })];
    }

    private sealed class Scored
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
