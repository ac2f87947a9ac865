using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Samples.Common;

namespace Samples.RbmFeatures;

/// <summary>Serves the saved model, in a process of its own that writes one line an image: the digit and its scores.</summary>
internal static class Serving
{
    public const string Command = "serve";

    /// <summary>In the new process: loads the zip and answers for the first images of a file, one by one.</summary>
    public static int Answer(string zip, string images, int count)
    {
        var ml = new MLContext();
        ITransformer model = ml.Model.Load(zip, out DataViewSchema inputSchema);
        // A class cannot say how long its arrays are; the schema in the zip knows how many pixels an image has.
        SchemaDefinition request = SchemaDefinition.Create(typeof(DigitImage));
        request[nameof(DigitImage.Features)].ColumnType = inputSchema[nameof(DigitImage.Features)].Type;
        using PredictionEngine<DigitImage, DigitAnswer> engine =
            ml.Model.CreatePredictionEngine<DigitImage, DigitAnswer>(model, inputSchemaDefinition: request);

        IDataView rows = ml.Data.TakeRows(ml.Data.LoadFromIdx(images), count);
        DigitImage[] digits = [.. ml.Data.CreateEnumerable<DigitImage>(rows, reuseRowObject: false)];
        string[] answers = [.. digits.Select(digit => engine.Predict(digit).ToString())];

        Console.WriteLine(MicrosecondsAPrediction(engine, digits).ToString(CultureInfo.InvariantCulture));
        foreach (string answer in answers)
            Console.WriteLine(answer);
        return 0;
    }

    private static double MicrosecondsAPrediction(PredictionEngine<DigitImage, DigitAnswer> engine, DigitImage[] digits)
    {
        // A server is warm: let the compiler finish optimising first.
        for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < TimeSpan.FromSeconds(1);)
            foreach (DigitImage digit in digits)
                engine.Predict(digit);

        var clock = Stopwatch.StartNew();
        foreach (DigitImage digit in digits)
            engine.Predict(digit);
        return clock.Elapsed.TotalMicroseconds / digits.Length;
    }

    /// <summary>In the first process: starts the new one and reads its answers.</summary>
    public static ServedAnswers AskNewProcess(string zip, string images, int count)
    {
        string[] lines = OwnProcess.Run(Command, zip, images, count.ToString(CultureInfo.InvariantCulture));
        return new ServedAnswers(double.Parse(lines[0], CultureInfo.InvariantCulture), lines[1..]);
    }

    /// <summary>The same lines from rows that Transform has scored.</summary>
    public static IEnumerable<string> Answers(MLContext ml, IDataView scored) =>
        ml.Data.CreateEnumerable<DigitAnswer>(scored, reuseRowObject: false).Select(answer => answer.ToString());
}
