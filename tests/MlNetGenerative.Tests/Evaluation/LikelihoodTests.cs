using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Tests.Boltzmann;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Tests.Evaluation;

[TestClass]
public sealed class LikelihoodTests
{
    private static readonly RestrictedBoltzmannMachineTransformer s_model = Machines.Fit(options => (options.NumberOfEpochs, options.LearningRate) = (600, 0.3f), Binary(60));

    [TestMethod]
    public void TheExactLikelihoodsOfAllStatesAddUpToOne()
    {
        double sum = 0;
        for (int state = 0; state < 64; state++)
        {
            float[] row = State(state);
            LikelihoodMetrics metrics = s_model.EvaluateLikelihood(new FunctionView(1).AddVector("Features", 6, _ => row));
            Assert.AreEqual("exact", metrics.Estimator);
            Assert.IsTrue(double.IsNaN(metrics.StandardError));
            sum += Math.Exp(metrics.MeanLogLikelihood);
        }
        Assert.AreEqual(1, sum, 1e-5);
    }

    [TestMethod]
    public void MeanErrorAndBaselineAreThoseOfTheRows()
    {
        FunctionView data = Binary(60);
        LikelihoodMetrics metrics = new MLContext().Generative().EvaluateLikelihood(s_model, data);
        double logZ = Math.Log(Enumerable.Range(0, 64).Sum(state => Math.Exp(-s_model.Model.FreeEnergy(State(state)))));
        List<float[]> rows = ViewReader.Vectors(data, "Features");
        double[] each = [.. rows.Select(row => -s_model.Model.FreeEnergy(row) - logZ)];
        double mean = each.Average();
        Assert.AreEqual(mean, metrics.MeanLogLikelihood, 1e-5);
        Assert.AreEqual(Math.Sqrt(each.Sum(value => (value - mean) * (value - mean)) / 59 / 60), metrics.StandardError, 1e-5);
        double[] columnMeans = [.. Enumerable.Range(0, 6).Select(slot => rows.Average(row => row[slot]))];
        double baseline = rows.Average(row => Enumerable.Range(0, 6).Sum(slot => Math.Log(row[slot] > 0 ? columnMeans[slot] : 1 - columnMeans[slot])));
        Assert.AreEqual(baseline, metrics.BaselineMeanLogLikelihood, 1e-4);
        Assert.AreEqual(60, metrics.NumberOfRows);
        StringAssert.StartsWith(metrics.Verdict, "Better than independent columns by ");
        Assert.IsNull(metrics.LowerBound);
        Assert.IsNull(metrics.ActiveUnits);
    }

    [TestMethod]
    public void AModelWorseThanIndependentColumnsIsCalledThat()
    {
        FunctionView others = new FunctionView(50).AddVector("Features", 6, row => row % 2 == 0 ? [1, 0, 1, 0, 1, 0] : [0, 1, 0, 1, 0, 1]);
        StringAssert.StartsWith(s_model.EvaluateLikelihood(others).Verdict, "Worse than independent columns by ");
    }

    [TestMethod]
    public void GreyValuesAreRefusedUnlessABinarizationIsChosen()
    {
        FunctionView grey = new FunctionView(50).AddVector("Features", 6, row => row % 2 == 0 ? [0.9f, 1, 0.5f, 0, 0.1f, 0] : [0, 0.2f, 0, 0.7f, 1, 0.99f]);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => s_model.EvaluateLikelihood(grey));
        StringAssert.Contains(error.Message, "Row 0 of column 'Features' has the value 0.9 in slot 0: the likelihood of a binary model is defined for rows of 0 and 1; choose a Binarization");

        FunctionView thresholded = new FunctionView(50).AddVector("Features", 6, row => row % 2 == 0 ? [1, 1, 1, 0, 0, 0] : [0, 0, 0, 1, 1, 1]);
        LikelihoodMetrics expected = s_model.EvaluateLikelihood(thresholded);
        Assert.AreEqual(expected, s_model.EvaluateLikelihood(grey, new LikelihoodOptions { Binarization = Binarization.Threshold }));

        var stochastic = new LikelihoodOptions { Binarization = Binarization.Stochastic, Seed = 1 };
        LikelihoodMetrics drawn = s_model.EvaluateLikelihood(grey, stochastic);
        Assert.AreEqual(drawn, s_model.EvaluateLikelihood(grey, stochastic));
        Assert.AreNotEqual(drawn, s_model.EvaluateLikelihood(grey, new LikelihoodOptions { Binarization = Binarization.Stochastic, Seed = 2 }));
    }

    [TestMethod]
    public void AStochasticBinarizationIsOnAsOftenAsItsValueSays()
    {
        // With independent columns the mean log-likelihood is linear in how often a column is on; the baseline is such a model.
        FunctionView half = new FunctionView(4000).AddVector("Features", 6, _ => [0.3f, 0, 0, 0, 0, 0]);
        double drawn = Baseline(half, Binarization.Stochastic), off = BaselineOf([0, 0, 0, 0, 0, 0]), on = BaselineOf([1, 0, 0, 0, 0, 0]);
        Assert.AreEqual(0.3, (drawn - off) / (on - off), 5 * Math.Sqrt(0.3 * 0.7 / 4000));

        double Baseline(IDataView data, Binarization binarization) => s_slanted.EvaluateLikelihood(data, new LikelihoodOptions { Binarization = binarization }).BaselineMeanLogLikelihood;
        double BaselineOf(float[] row) => Baseline(new FunctionView(1).AddVector("Features", 6, _ => row), Binarization.None);
    }

    [TestMethod]
    public void TheBinarizationOfTrainingIsTheDefault()
    {
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => options.Binarization = Binarization.Threshold);
        Assert.AreEqual(
            model.EvaluateLikelihood(ConformanceData.Create(), new LikelihoodOptions { Binarization = Binarization.Threshold }),
            model.EvaluateLikelihood(ConformanceData.Create()));
        Assert.ThrowsExactly<InvalidOperationException>(() => model.EvaluateLikelihood(ConformanceData.Create(), new LikelihoodOptions { Binarization = Binarization.None }));
    }

    [TestMethod]
    public void MoreUnitsThanCanBeEnumeratedAreRefusedWithTheLimit()
    {
        FunctionView data = new FunctionView(10).AddVector("Features", 30, row => new float[30]);
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => options.NumberOfHiddenUnits = 25, data);
        NotSupportedException error = Assert.ThrowsExactly<NotSupportedException>(() => model.EvaluateLikelihood(data));
        StringAssert.Contains(error.Message, "at most 24 units, but this machine has 30 visible and 25 hidden units");
    }

    [TestMethod]
    public void DataGoesThroughTheTransformersBeforeTheModel()
    {
        MLContext ml = new(seed: 1);
        FunctionView raw = new FunctionView(60).AddVector("Raw", 6, Pattern);
        TransformerChain<RestrictedBoltzmannMachineTransformer> chain =
            ml.Transforms.CopyColumns("Features", "Raw").Append(ml.Generative().RestrictedBoltzmannMachine(Machines.AllColumns())).Fit(raw);
        Assert.AreEqual(chain.LastTransformer.EvaluateLikelihood(Binary(60)), ml.Generative().EvaluateLikelihood(chain, raw));
    }

    [TestMethod]
    public void WhatCannotBeEvaluatedIsRefused()
    {
        MLContext ml = new(seed: 1);
        ITransformer copy = ml.Transforms.CopyColumns("Copy", "Name").Fit(ConformanceData.Create());
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => ml.Generative().EvaluateLikelihood(copy, ConformanceData.Create())).Message, "The model holds no ILikelihoodModel");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => s_model.EvaluateLikelihood(Binary(0))).Message, "column 'Features' has no rows; at least 1 is needed");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_model.EvaluateLikelihood(new FunctionView(1).AddVector("Other", 6, _ => new float[6]))).Message,
            "Could not find input column 'Features'");
    }

    private static readonly RestrictedBoltzmannMachineTransformer s_slanted = Machines.Fit(data: new FunctionView(10).AddVector("Features", 6, row => [row == 0 ? 1 : 0, 0, 0, 0, 0, 0]));

    private static FunctionView Binary(int rows) => new FunctionView(rows).AddVector("Features", 6, Pattern);

    private static float[] State(int bits) => [.. Enumerable.Range(0, 6).Select(slot => (float)(bits >> slot & 1))];

    private static float[] Pattern(int row)
    {
        float[] pattern = row % 2 == 0 ? [1, 1, 1, 0, 0, 0] : [0, 0, 0, 1, 1, 1];
        pattern[row % 6] = 1 - pattern[row % 6];
        return pattern;
    }
}
