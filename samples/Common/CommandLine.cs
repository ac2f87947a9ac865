using System.Globalization;

namespace Samples.Common;

/// <summary>Reads the options that all samples share.</summary>
internal static class CommandLine
{
    internal static string Help(string name, string description, string defaultEpochs, string[] furtherOptions) => $"""
        {name}: {description}

          --epochs N      passes over the training data (default {defaultEpochs})
          --rows N        use at most N training rows (default all)
          --seed N        seed of everything random (default 1)
          --data SET      mnist, fashion, or a folder with IDX files of train-images, train-labels, t10k-images and t10k-labels (default mnist)
          --out FOLDER    where models and pictures go (default samples/out/{name})
          --help          this text
        """ + string.Concat(furtherOptions.Select(option => $"\n  {option}"));

    /// <exception cref="SampleException">An unknown option, or a value that does not fit.</exception>
    internal static SampleOptions Parse(string name, string[] args)
    {
        SampleOptions options = new(Epochs: null, Rows: null, Seed: 1, Data: "mnist", OutputFolder: "");
        for (int i = 0; i < args.Length; i++)
        {
            string option = args[i];
            string Value() => i + 1 < args.Length ? args[++i] : throw Error($"{option} needs a value");
            options = option switch
            {
                "--epochs" => options with { Epochs = Number(option, Value(), minimum: 1) },
                "--rows" => options with { Rows = Number(option, Value(), minimum: 2) },
                "--seed" => options with { Seed = Number(option, Value(), minimum: 0) },
                "--data" => options with { Data = Value() },
                "--out" => options with { OutputFolder = Path.GetFullPath(Value()) },
                _ => throw Error($"unknown option '{option}'"),
            };
        }
        return options.OutputFolder.Length > 0 ? options : options with { OutputFolder = Repository.PathOf("samples", "out", name) };
    }

    private static int Number(string option, string text, int minimum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw Error($"{option} needs a whole number from {minimum} to {int.MaxValue}, got '{text}'");

    private static SampleException Error(string what) => new($"{what}; --help lists the options", exitCode: 2);
}
