using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using StandIns.Tests.Zip;

namespace StandIns.Tests.StandInOnly;

[TestClass]
public sealed class LbfgsThreadTests
{
    [TestMethod]
    public void TheModelDoesNotDependOnTheNumberOfThreads()
    {
        var ml = new MLContext(1);
        IDataView data = Golden.DigitsData(ml);
        IDataView prepared = ml.Transforms.Conversion.MapValueToKey("Label", "Number").Append(ml.Transforms.NormalizeMinMax("Features", "Pixels")).Fit(data).Transform(data);
        byte[][] models = [.. new int?[] { 1, 2, 3, null }.Select(threads =>
        {
            var options = new LbfgsMaximumEntropyMulticlassTrainer.Options { NumberOfThreads = threads, MaximumNumberOfIterations = 30 };
            return Golden.Save(ml, ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options).Fit(prepared), prepared.Schema);
        })];
        const string weights = "TransformerChain/Model/Model.key";
        foreach (byte[] model in models)
            CollectionAssert.AreEqual(new ModelFile(models[0])[weights], new ModelFile(model)[weights]);
    }
}
