using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetGenerative;
using Samples.Common;

namespace Samples.VaeMnist;

/// <summary>Encodes with the saved model in a process of its own, which writes one line an image.</summary>
internal static class Encoding
{
    public const string Command = "encode";

    /// <summary>In the new process: loads the zip and encodes the first images of a file, one by one through an engine.</summary>
    public static int Answer(string zip, string images, int count)
    {
        TorchSharp.torch.set_num_threads(1);
        var ml = new MLContext();
        ITransformer model = ml.Model.Load(zip, out DataViewSchema inputSchema);
        SchemaDefinition request = SchemaDefinition.Create(typeof(Image));
        request[nameof(Image.Features)].ColumnType = inputSchema[nameof(Image.Features)].Type;
        // The engine owns the model, and disposes it.
        using PredictionEngine<Image, Code> engine = ml.Model.CreatePredictionEngine<Image, Code>(model, inputSchemaDefinition: request);
        Image[] rows = [.. ml.Data.CreateEnumerable<Image>(ml.Data.TakeRows(ml.Data.LoadFromIdx(images), count), reuseRowObject: false)];
        string[] codes = [.. rows.Select(row => engine.Predict(row).ToString())];
        // A server is warm: let the compiler finish optimising first.
        for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < TimeSpan.FromSeconds(1);)
            foreach (Image row in rows)
                engine.Predict(row);
        var clock = Stopwatch.StartNew();
        foreach (Image row in rows)
            engine.Predict(row);
        Console.WriteLine((clock.Elapsed.TotalMicroseconds / rows.Length).ToString(CultureInfo.InvariantCulture));
        foreach (string code in codes)
            Console.WriteLine(code);
        return 0;
    }

    /// <summary>In the first process: whether the new one gives the vectors that Transform gives, but for the last bits: single rows are multiplied in another order.</summary>
    public static bool NewProcessAgrees(MLContext ml, VariationalAutoencoderTransformer vae, IDataView test, string zip, string images, int count, out double microseconds)
    {
        string[] lines = OwnProcess.Run(Command, zip, images, count.ToString(CultureInfo.InvariantCulture));
        microseconds = double.Parse(lines[0], CultureInfo.InvariantCulture);
        IEnumerable<float[]> here = vae.Transform(ml.Data.TakeRows(test, count)).GetColumn<float[]>("Latent");
        return here.Zip(lines.Skip(1), (code, line) => code.Zip(line.Split(' '), (value, text) =>
            Math.Abs(value - float.Parse(text, CultureInfo.InvariantCulture)) <= 1e-4f * (1 + Math.Abs(value))).All(close => close)).All(close => close);
    }

    private sealed class Image
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class Code
    {
        public float[] Latent { get; set; } = [];

        public override string ToString() => string.Join(' ', Latent.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
    }
}
