using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Tests.Boltzmann;

/// <summary>Each output column against the equation it stands for.</summary>
[TestClass]
public sealed class ScoringTests
{
    [TestMethod]
    public void EachColumnIsWhatItsEquationSays()
    {
        FunctionView data = ConformanceData.Create();
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => options.NumberOfEpochs = 30, data);
        IDataView view = model.Transform(data);
        float[] weights = model.Model.GetWeights(), visibleBias = model.Model.GetVisibleBias(), hiddenBias = model.Model.GetHiddenBias();
        List<float[]> hidden = ViewReader.Vectors(view, "Hidden"), reconstruction = ViewReader.Vectors(view, "Reconstruction");
        List<float> score = ViewReader.Scalars<float>(view, "Score");
        for (int row = 0; row < ConformanceData.Rows; row++)
        {
            float[] v = ConformanceData.Features(row);
            double freeEnergy = -Enumerable.Range(0, 6).Sum(i => (double)visibleBias[i] * v[i]);
            for (int j = 0; j < 4; j++)
            {
                double x = hiddenBias[j] + Enumerable.Range(0, 6).Sum(i => (double)v[i] * weights[i * 4 + j]);
                Assert.AreEqual(1 / (1 + Math.Exp(-x)), hidden[row][j], 1e-5);
                freeEnergy -= Math.Log(1 + Math.Exp(x));
            }
            Assert.AreEqual(freeEnergy, score[row], 1e-4);
            for (int i = 0; i < 6; i++)
            {
                double x = visibleBias[i] + Enumerable.Range(0, 4).Sum(j => (double)weights[i * 4 + j] * hidden[row][j]);
                Assert.AreEqual(1 / (1 + Math.Exp(-x)), reconstruction[row][i], 1e-5);
            }
        }
    }

    [TestMethod]
    public void SamplesAreZerosAndOnesAsOftenAsTheirProbabilitySays()
    {
        FunctionView data = new FunctionView(4000).AddVector("Features", 6, _ => [1, 0, 1, 0, 1, 0]);
        IDataView view = Machines.Fit(options => options.NumberOfEpochs = 1, ConformanceData.Create()).Transform(data);
        List<float[]> samples = ViewReader.Vectors(view, "Sample");
        float[] probabilities = ViewReader.Vectors(view, "Hidden")[0];
        Assert.IsTrue(samples.All(sample => sample.All(state => state is 0 or 1)));
        for (int unit = 0; unit < probabilities.Length; unit++)
        {
            double p = probabilities[unit];
            Assert.AreEqual(p, samples.Average(sample => sample[unit]), 5 * Math.Sqrt(p * (1 - p) / samples.Count));
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void RowsAboveTheTrainingQuantileOfTheScoreArePredictedToBeAnomalies(bool cache)
    {
        FunctionView data = ConformanceData.Create(rows: 200);
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => (options.AnomalyQuantile, options.CacheData, options.NumberOfEpochs, options.LearningRate) = (0.9, cache, 200, 0.3f), data);
        IDataView view = model.Transform(data);
        List<float> scores = ViewReader.Scalars<float>(view, "Score");
        List<bool> predicted = ViewReader.Scalars<bool>(view, "PredictedLabel");
        Assert.AreEqual(scores.Order().ElementAt(179), model.ScoreThreshold);
        CollectionAssert.AreEqual(scores.Select(score => score > model.ScoreThreshold).ToList(), predicted);
        FunctionView anomaly = new FunctionView(1).AddVector("Features", 6, _ => [1, 0, 1, 0, 1, 0]);
        Assert.IsTrue(ViewReader.Scalars<bool>(model.Transform(anomaly), "PredictedLabel")[0]);
    }

    [TestMethod]
    public void AModelTrainedOnThresholdedValuesThresholdsWhatItScores()
    {
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => options.Binarization = Binarization.Threshold);
        FunctionView grey = new FunctionView(1).AddVector("Features", 6, _ => [0.5f, 0.49f, 0.9f, 0, 0.1f, 1]);
        FunctionView binary = new FunctionView(1).AddVector("Features", 6, _ => [1, 0, 1, 0, 0, 1]);
        string[] columns = ["Hidden", "Sample", "Reconstruction", "Score", "PredictedLabel"];
        CollectionAssert.AreEqual(ViewReader.Rows(model.Transform(binary), columns), ViewReader.Rows(model.Transform(grey), columns));
    }

    [TestMethod]
    public void OutputsThatAreNotNamedAreNotThere()
    {
        FunctionView data = ConformanceData.Create();
        RestrictedBoltzmannMachineTransformer model = new MLContext(seed: 1).Generative().RestrictedBoltzmannMachine("Hidden", "Features", 3, 1).Fit(data);
        Assert.HasCount(data.Schema.Count + 1, model.Transform(data).Schema);
        Assert.IsNull(model.ScoreThreshold);
    }

    [TestMethod]
    public void ParametersAreReadAsCopies()
    {
        RestrictedBoltzmannMachineTransformer model = Machines.Fit();
        float[] weights = model.Model.GetWeights();
        Array.Clear(weights);
        CollectionAssert.AreNotEqual(weights, model.Model.GetWeights());
    }
}
