using Microsoft.ML;
using MlNetGenerative;
using Samples.Common;

namespace Samples.VaeMnist;

/// <summary>Shows that a training run that is killed and started again ends with the very weights of one that was not.</summary>
internal static class Resuming
{
    public const string Command = "train-until-killed";

    private const int Rows = 2000;
    private const int Epochs = 12;

    /// <summary>In the process that is killed.</summary>
    public static int TrainUntilKilled(string data, string folder)
    {
        Train(data, folder).Dispose();
        return 0;
    }

    /// <summary>Whether both ways end with the same bits.</summary>
    public static bool EndsTheSame(string data, string outputFolder) => OwnProcess.EndsTheSameWhenKilled(outputFolder, folder =>
    {
        using VariationalAutoencoderTransformer trained = Train(data, folder);
        return trained.Model.GetWeights();
    }, Command, data);

    private static VariationalAutoencoderTransformer Train(string data, string? folder)
    {
        TorchSharp.torch.set_num_threads(1);
        var ml = new MLContext(seed: 5);
        ImageSet images = ImageSet.Find(data);
        IDataView train = ml.Data.TakeRows(ml.Data.LoadFromIdx(images.TrainImages), Rows);
        return Models.ForFigures(ml, images.Width * images.Height, Epochs, checkpoints: folder).Fit(train);
    }
}
