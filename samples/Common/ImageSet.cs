using MlNetGenerative.Core.Data;

namespace Samples.Common;

/// <summary>Four IDX files: images and labels to train and to test on.</summary>
/// <param name="Title">Name for people.</param>
/// <param name="TrainImages">Path of the training images.</param>
/// <param name="TrainLabels">Path of their labels.</param>
/// <param name="TestImages">Path of the test images.</param>
/// <param name="TestLabels">Path of their labels.</param>
public sealed record ImageSet(string Title, string TrainImages, string TrainLabels, string TestImages, string TestLabels)
{
    /// <summary>The number of training images.</summary>
    public int NumberOfTrainImages => IdxFile.Open(TrainImages).Count;

    /// <summary>Pixels in a row of an image.</summary>
    public int Width => IdxFile.Open(TrainImages).Dimensions[^1];

    /// <summary>Rows of an image.</summary>
    public int Height => IdxFile.Open(TrainImages).ItemLength / Width;

    /// <summary>Finds the data that <c>--data</c> names, and says where it was found: MNIST whole if it was fetched and else its subset.</summary>
    /// <param name="data">mnist, fashion or a folder.</param>
    /// <exception cref="SampleException">It is not there.</exception>
    public static ImageSet Find(string data)
    {
        ImageSet set = data switch
        {
            "mnist" when Directory.Exists(Repository.PathOf("datasets", "full", "mnist")) => In("MNIST", Repository.PathOf("datasets", "full", "mnist")),
            "mnist" => In("subset of MNIST (datasets/fetch.sh brings all of it)", Repository.PathOf("datasets", "subset", "mnist")),
            "fashion" when Directory.Exists(Repository.PathOf("datasets", "full", "fashion")) => In("Fashion-MNIST", Repository.PathOf("datasets", "full", "fashion")),
            "fashion" => throw new SampleException("Fashion-MNIST is not here: run datasets/fetch.sh fashion, or use --data mnist"),
            _ when Directory.Exists(data) => In(data, data),
            _ => throw new SampleException($"--data '{data}' is neither mnist nor fashion nor a folder", exitCode: 2),
        };
        Console.WriteLine($"Data: {set.Title}, {set.NumberOfTrainImages:N0} training and {IdxFile.Open(set.TestImages).Count:N0} test images of {set.Width}×{set.Height} pixels.");
        return set;
    }

    private static ImageSet In(string title, string folder) => new(title, Only(folder, "train-images"), Only(folder, "train-labels"), Only(folder, "t10k-images"), Only(folder, "t10k-labels"));

    private static string Only(string folder, string part) =>
        Directory.GetFiles(folder, $"*{part}*") switch
        {
            [string path] => path,
            [] => throw new SampleException($"folder '{folder}' has no file with '{part}' in its name"),
            _ => throw new SampleException($"folder '{folder}' has more than one file with '{part}' in its name"),
        };
}
