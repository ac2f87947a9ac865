using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative.Core.Evaluation;
using Samples.Common;

namespace Samples.GanMnist;

/// <summary>How close generated images are to real ones, on the features of a small LeNet, beside real images measured alike.</summary>
internal static class Quality
{
    public const int MostImages = 10_000;

    public static SampleComparison Compare(IDataView train, IDataView test, IDataView generated, ImageSet images)
    {
        LeNet network = LeNet.Load(images.Title.StartsWith("Fashion", StringComparison.Ordinal) ? LeNetWeights.FashionMnist : LeNetWeights.Mnist);
        SampleFeatures Features(IDataView rows, int count) => network.Apply(SampleRows.Copy([.. rows.GetColumn<float[]>("Features").Take(count)]));
        return SampleEvaluation.Compare(Features(train, int.MaxValue), Features(test, MostImages), Features(generated, MostImages));
    }

    public static void AddTo(Figures figures, SampleComparison comparison)
    {
        figures.Add("fld84", comparison.Generated.FrechetDistance);
        figures.Add("fld84_real_floor", comparison.RealFloor.FrechetDistance);
        figures.Add("kid84", comparison.Generated.KernelDistance);
        figures.Add("kid84_real_floor", comparison.RealFloor.KernelDistance);
        figures.Add("recall", comparison.Generated.Recall);
        figures.Add("recall_real_floor", comparison.RealFloor.Recall);
        figures.Add("density", comparison.Generated.Density);
        figures.Add("coverage", comparison.Generated.Coverage);
        figures.Add("coverage_real_floor", comparison.RealFloor.Coverage);
    }
}
