using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Data;
using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Core.Tests.Boltzmann.Likelihood;

/// <summary>Machines whose partition function can be computed, with rows that go with them.</summary>
internal static class KnownMachines
{
    private static readonly Lazy<CachedRows> Digits = new(ReadDigits);

    private static readonly Lazy<RestrictedBoltzmannMachine> Stored = new(ReadMachine);

    /// <summary>Thresholded digits of the committed subset.</summary>
    public static CachedRows DigitRows => Digits.Value;

    /// <summary>784 x 16, trained on <see cref="DigitRows"/> for 11 epochs and stored, so that what is tested of estimates does not hang on the last bits of
    /// training: its modes are found by 800 steps of annealing, which is not so of every seed.</summary>
    public static RestrictedBoltzmannMachine OfDigits => Stored.Value;

    public static RestrictedBoltzmannMachine Create(string name) => name switch
    {
        "4x3" => RandomMachine.Create(4, 3, scale: 2, seed: 11),
        "12x9" => RandomMachine.Create(12, 9, scale: 1.5f, seed: 12),
        "12x60" => RandomMachine.Create(12, 60, scale: 0.7f, seed: 13),
        "100x14" => RandomMachine.Create(100, 14, scale: 0.8f, seed: 14),
        "digits" => OfDigits,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such machine."),
    };

    /// <summary>Rows of ones and zeros.</summary>
    public static CachedRows Rows(int width, int count, double share = 0.4)
    {
        var rows = new CachedRows(width);
        for (int row = 0; row < count; row++)
        {
            (int[] indices, float[] values) = RandomMachine.Sparse(RandomMachine.Row(width, share, grey: false, (ulong)row));
            rows.Add(indices, values);
        }
        return rows;
    }

    private static RestrictedBoltzmannMachine ReadMachine()
    {
        using Stream stream = typeof(KnownMachines).Assembly.GetManifestResourceStream("machine-784x16.safetensors")!;
        Safetensors read = Safetensors.Read(stream, new Dictionary<string, int[]> { ["weights"] = [784, 16], ["visible_bias"] = [784], ["hidden_bias"] = [16] });
        return new RestrictedBoltzmannMachine(784, 16, read.GetSingles("weights"), read.GetSingles("visible_bias"), read.GetSingles("hidden_bias"));
    }

    private static CachedRows ReadDigits()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlNetGenerative.sln")))
            folder = folder.Parent;
        Assert.IsNotNull(folder, $"No MlNetGenerative.sln above {AppContext.BaseDirectory}.");
        IdxFile images = IdxFile.Open(Path.Combine(folder.FullName, "datasets", "subset", "mnist", "train-images-idx3-ubyte.gz"));
        using IdxReader reader = images.OpenReader();
        var rows = new CachedRows(images.ItemLength);
        byte[] item = new byte[images.ItemLength];
        for (int row = 0; row < 2000 && reader.ReadItem(item); row++)
        {
            (int[] indices, float[] values) = RandomMachine.Sparse([.. item.Select(x => x >= 128 ? 1f : 0f)]);
            rows.Add(indices, values);
        }
        return rows;
    }
}
