using MlNetGenerative.Core.Data;
using MlNetGenerative.Core.Training;

namespace Benchmarks;

/// <summary>The digits that benchmarks train on: full MNIST from datasets/full/mnist, else the subset in datasets/subset.</summary>
internal sealed class Digits
{
    private Digits(string name, string trainPath, byte[][] train, byte[][] test)
    {
        Name = name;
        TrainPath = trainPath;
        Train = train;
        Test = test;
    }

    public string Name { get; }

    /// <summary>The file of the training images, for programs that read it themselves.</summary>
    public string TrainPath { get; }

    public byte[][] Train { get; }

    public byte[][] Test { get; }

    public static Digits Load()
    {
        string datasets = Path.Combine(RepositoryRoot(), "datasets");
        string full = Path.Combine(datasets, "full", "mnist");
        bool hasFull = Find(full, "train-images") is not null;
        string folder = hasFull ? full : Path.Combine(datasets, "subset", "mnist");
        if (!hasFull)
            Console.WriteLine("Full MNIST is not there (datasets/fetch.sh mnist brings it); the subset takes its place, and figures are not comparable.");
        string train = Require(folder, "train-images");
        return new Digits(hasFull ? "full MNIST" : "MNIST subset", train, Read(train), Read(Require(folder, "t10k-images")));
    }

    /// <summary>Rows of the pixels divided by 255, or thresholded at 0.5.</summary>
    public static CachedRows Rows(byte[][] images, bool threshold)
    {
        var rows = new CachedRows(images[0].Length);
        int[] indices = new int[images[0].Length];
        float[] values = new float[images[0].Length];
        foreach (byte[] image in images)
        {
            int count = 0;
            for (int i = 0; i < image.Length; i++)
            {
                float value = threshold ? (image[i] >= 128 ? 1 : 0) : image[i] / 255f;
                if (value == 0)
                    continue;
                indices[count] = i;
                values[count++] = value;
            }
            rows.Add(indices.AsSpan(0, count), values.AsSpan(0, count));
        }
        return rows;
    }

    private static byte[][] Read(string path)
    {
        IdxFile file = IdxFile.Open(path);
        using IdxReader reader = file.OpenReader();
        byte[][] images = new byte[file.Count][];
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = new byte[file.ItemLength];
            reader.ReadItem(images[i]);
        }
        return images;
    }

    private static string Require(string folder, string prefix)
        => Find(folder, prefix) ?? throw new FileNotFoundException($"No file {prefix}* in {folder}.");

    internal static string? Find(string folder, string prefix)
        => Directory.Exists(folder) ? Directory.GetFiles(folder, prefix + "*").Order(StringComparer.Ordinal).FirstOrDefault() : null;

    internal static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MlNetGenerative.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("MlNetGenerative.sln is in no folder above the program.");
    }
}
