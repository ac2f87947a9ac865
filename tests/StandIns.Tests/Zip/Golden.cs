using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.Zip;

/// <summary>The files written by the official package, and the pipelines that they were written by.</summary>
internal static class Golden
{
    public const string Iris = "iris-lbfgs";
    public const string Digits = "digits-sdca";

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Zip", "golden", file);

    public static byte[] Zip(string name) => File.ReadAllBytes(PathOf(name + ".zip"));

    public static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(PathOf(name + ".json"))).RootElement;

    public static IDataView Data(MLContext ml, string name) => name == Iris ? IrisData(ml) : DigitsData(ml);

    public static IDataView IrisData(MLContext ml) => ml.Data.LoadFromTextFile(PathOf("iris.csv"),
    [
        new TextLoader.Column("SepalLength", DataKind.Single, 0),
        new TextLoader.Column("SepalWidth", DataKind.Single, 1),
        new TextLoader.Column("PetalLength", DataKind.Single, 2),
        new TextLoader.Column("PetalWidth", DataKind.Single, 3),
        new TextLoader.Column("Species", DataKind.String, 4),
    ], ',', hasHeader: true);

    public static IDataView DigitsData(MLContext ml) => ml.Data.LoadFromTextFile(PathOf("digits.csv"),
    [
        new TextLoader.Column("Pixels", DataKind.Single, 0, 63),
        new TextLoader.Column("Number", DataKind.Single, 64),
    ], ',', hasHeader: false);

    public static IEstimator<ITransformer> IrisPipeline(MLContext ml) => ml.Transforms.Conversion.MapValueToKey("Label", "Species")
        .Append(ml.Transforms.Concatenate("Features", "SepalLength", "SepalWidth", "PetalLength", "PetalWidth"))
        .Append(ml.Transforms.NormalizeMinMax("Features"))
        .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
        .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedSpecies", "PredictedLabel"));

    public static ITransformer Load(MLContext ml, string name, out DataViewSchema schema)
        => ml.Model.Load(new MemoryStream(Zip(name)), out schema);

    public static byte[] Save(MLContext ml, ITransformer model, DataViewSchema? schema)
    {
        using var stream = new MemoryStream();
        ml.Model.Save(model, schema, stream);
        return stream.ToArray();
    }
}
