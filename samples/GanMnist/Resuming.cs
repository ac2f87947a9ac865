using Microsoft.ML;
using MlNetGenerative;
using Samples.Common;

namespace Samples.GanMnist;

/// <summary>Shows that a training run that is killed and started again ends with the very weights of one that was not.</summary>
internal static class Resuming
{
    public const string Command = "train-until-killed";

    private const int Seed = 5;

    /// <summary>In the process that is killed.</summary>
    public static int TrainUntilKilled(string preset, string data, string folder)
    {
        Train(preset, data, folder).Dispose();
        return 0;
    }

    /// <summary>Whether both ways end with the same bits.</summary>
    public static bool EndsTheSame(string preset, string data, string outputFolder) => OwnProcess.EndsTheSameWhenKilled(outputFolder, folder =>
    {
        using GenerativeAdversarialNetworkTransformer trained = Train(preset, data, folder);
        return trained.Model.GetWeights();
    }, Command, preset, data);

    private static GenerativeAdversarialNetworkTransformer Train(string preset, string data, string? folder)
    {
        TorchSharp.torch.set_num_threads(1);
        var ml = new MLContext(Seed);
        ImageSet images = ImageSet.Find(data);
        // Steps of the convolutional networks are long: few of them are enough.
        IDataView train = ml.Data.TakeRows(ml.Data.LoadFromIdx(images.TrainImages, images.TrainLabels), preset == Models.Dcgan ? 512 : 2000);
        return Models.Fit(ml, preset, epochs: preset == Models.Dcgan ? 3 : 8, train, checkpoints: folder);
    }
}
