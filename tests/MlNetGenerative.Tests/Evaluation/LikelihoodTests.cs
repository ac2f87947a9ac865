using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Boltzmann.Likelihood;
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
        StringAssert.Contains(metrics.Verdict, $"{metrics.MeanLogLikelihood - metrics.BaselineMeanLogLikelihood:F2} nats per row better than independent columns");
        Assert.IsTrue(metrics.IsReliable);
        Assert.AreEqual(metrics.MeanLogLikelihood, metrics.LowerBound);
        Assert.AreEqual(metrics.MeanLogLikelihood, metrics.UpperBound);
        Assert.AreEqual(0, metrics.Gap);
        Assert.IsNull(metrics.ActiveUnits);
    }

    [TestMethod]
    public void AModelWorseThanIndependentColumnsIsCalledThat()
    {
        FunctionView others = new FunctionView(50).AddVector("Features", 6, row => row % 2 == 0 ? [1, 0, 1, 0, 1, 0] : [0, 1, 0, 1, 0, 1]);
        StringAssert.Contains(s_model.EvaluateLikelihood(others).Verdict, "nats per row worse than independent columns");
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
    public void TheEstimateEnclosesTheExactLikelihood()
    {
        LikelihoodMetrics exact = s_model.EvaluateLikelihood(Binary(60), new LikelihoodOptions { Method = LikelihoodMethod.Exact });
        LikelihoodMetrics estimate = s_model.EvaluateLikelihood(Binary(60), Annealed(AnnealingSchedule.Quick));
        Assert.AreEqual("annealed importance sampling (quick, 1,450 steps, 100 runs)", estimate.Estimator);
        Assert.IsGreaterThan(estimate.LowerBound!.Value, exact.MeanLogLikelihood);
        Assert.IsLessThan(estimate.UpperBound!.Value, exact.MeanLogLikelihood);
        Assert.IsLessThan(0.5, estimate.UpperBound.Value - estimate.LowerBound.Value);
        Assert.IsLessThan(0.5, Math.Abs(estimate.Gap!.Value));
        Assert.IsTrue(estimate.IsReliable, estimate.Verdict);
        StringAssert.Contains(estimate.Verdict, "good to quote");
        Assert.AreEqual(exact.BaselineMeanLogLikelihood, estimate.BaselineMeanLogLikelihood, 1e-6);
        Assert.AreEqual(exact.StandardError, estimate.StandardError, 1e-9);
        Assert.AreEqual(60, estimate.NumberOfRows);
    }

    [TestMethod]
    public void AnEstimateIsAFunctionOfItsSeed()
    {
        LikelihoodMetrics first = s_model.EvaluateLikelihood(Binary(60), Annealed(AnnealingSchedule.Quick, seed: 3));
        Assert.AreEqual(first, s_model.EvaluateLikelihood(Binary(60), Annealed(AnnealingSchedule.Quick, seed: 3)));
        Assert.AreNotEqual(first.MeanLogLikelihood, s_model.EvaluateLikelihood(Binary(60), Annealed(AnnealingSchedule.Quick, seed: 4)).MeanLogLikelihood);
    }

    [TestMethod]
    public void AnEstimateThatCannotBeTrustedSaysSo()
    {
        FunctionView data = new FunctionView(60).AddVector("Features", 20, row => [.. Enumerable.Range(0, 20).Select(slot => slot < 10 == (row % 2 == 0) ? 1f : 0f)]);
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => (options.NumberOfEpochs, options.LearningRate) = (200, 0.3f), data);
        LikelihoodMetrics metrics = model.EvaluateLikelihood(data, Annealed(AnnealingSchedule.Linear(1)));
        Assert.IsFalse(metrics.IsReliable);
        StringAssert.Contains(metrics.Verdict, "do not quote");
    }

    [TestMethod]
    public void MoreUnitsThanCanBeEnumeratedAreEstimated()
    {
        FunctionView data = new FunctionView(10).AddVector("Features", 30, row => [.. Enumerable.Range(0, 30).Select(slot => (row + slot) % 3 == 0 ? 1f : 0f)]);
        RestrictedBoltzmannMachineTransformer model = Machines.Fit(options => options.NumberOfHiddenUnits = 25, data);
        LikelihoodMetrics metrics = model.EvaluateLikelihood(data, new LikelihoodOptions { Schedule = AnnealingSchedule.Linear(100), NumberOfRuns = 50, ReverseGibbsSteps = 100 });
        Assert.AreEqual("annealed importance sampling (linear, 100 steps, 50 runs)", metrics.Estimator);
        Assert.IsTrue(metrics.LowerBound < metrics.MeanLogLikelihood && metrics.MeanLogLikelihood < metrics.UpperBound);

        NotSupportedException error = Assert.ThrowsExactly<NotSupportedException>(() => model.EvaluateLikelihood(data, new LikelihoodOptions { Method = LikelihoodMethod.Exact }));
        StringAssert.Contains(error.Message, "at most 24 units, but this machine has 30 visible and 25 hidden units. Set Method to Automatic or AnnealedImportanceSampling");
    }

    [TestMethod]
    public void RowsOfAnEstimateAreMadeBinaryAndCheckedAsThoseOfAnExactOne()
    {
        FunctionView grey = new FunctionView(50).AddVector("Features", 6, row => row % 2 == 0 ? [0.9f, 1, 0.5f, 0, 0.1f, 0] : [0, 0.2f, 0, 0.7f, 1, 0.99f]);
        LikelihoodOptions options = Annealed(AnnealingSchedule.Quick);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => s_model.EvaluateLikelihood(grey, options)).Message,
            "Row 0 of column 'Features' has the value 0.9 in slot 0");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => s_model.EvaluateLikelihood(Binary(0), options)).Message,
            "column 'Features' has no rows; at least 1 is needed");
        options.Binarization = Binarization.Stochastic;
        double estimated = s_model.EvaluateLikelihood(grey, options).BaselineMeanLogLikelihood;
        options.Method = LikelihoodMethod.Exact;
        Assert.AreEqual(s_model.EvaluateLikelihood(grey, options).BaselineMeanLogLikelihood, estimated, 1e-6);
    }

    [TestMethod]
    public void APartOfAViewIsMadeBinaryAsInTheWhole()
    {
        MLContext ml = new(seed: 1);
        FunctionView grey = new FunctionView(40).AddVector("Features", 6, _ => [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f]);
        var options = new LikelihoodOptions { Binarization = Binarization.Stochastic, Seed = 5 };
        double whole = 40 * s_model.EvaluateLikelihood(grey, options).MeanLogLikelihood;
        double first = 15 * s_model.EvaluateLikelihood(ml.Data.TakeRows(grey, 15), options).MeanLogLikelihood;
        double rest = 25 * s_model.EvaluateLikelihood(ml.Data.SkipRows(grey, 15), options).MeanLogLikelihood;
        Assert.AreEqual(whole, first + rest, 1e-8);
    }

    [TestMethod]
    public void OptionsOutOfRangeAreRefusedAndCancellationIsHeard()
    {
        Refused(new LikelihoodOptions { NumberOfRuns = 1 }, "NumberOfRuns must be from 2 to 1000000, but is 1.");
        Refused(new LikelihoodOptions { ReverseGibbsSteps = -1 }, "ReverseGibbsSteps must be from 0 to 10000000, but is -1.");
        Refused(new LikelihoodOptions { Method = (LikelihoodMethod)9 }, "Method must be one of Automatic, Exact, AnnealedImportanceSampling, but is 9.");
        Refused(new LikelihoodOptions { Binarization = (Binarization)9 }, "Binarization must be one of None, Threshold, Stochastic, but is 9.");
        foreach (LikelihoodMethod method in new[] { LikelihoodMethod.Exact, LikelihoodMethod.AnnealedImportanceSampling })
            Assert.ThrowsExactly<OperationCanceledException>(() => s_model.EvaluateLikelihood(
                Binary(60), new LikelihoodOptions { Method = method, CancellationToken = new CancellationToken(canceled: true) }));

        static void Refused(LikelihoodOptions options, string message) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_model.EvaluateLikelihood(Binary(60), options)).Message, message);
    }

    [TestMethod]
    public void TheOptionsOfAnEstimateHaveTheDefaultsOfTheCore()
    {
        var options = new LikelihoodOptions();
        var settings = new BoltzmannLikelihoodSettings();
        Assert.AreSame(settings.Schedule, options.Schedule);
        Assert.AreEqual(settings.NumberOfRuns, options.NumberOfRuns);
        Assert.AreEqual(settings.ReverseGibbsSteps, options.ReverseGibbsSteps);
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

    private static LikelihoodOptions Annealed(AnnealingSchedule schedule, int seed = 1) =>
        new() { Method = LikelihoodMethod.AnnealedImportanceSampling, Schedule = schedule, Seed = seed };

    private static FunctionView Binary(int rows) => new FunctionView(rows).AddVector("Features", 6, Pattern);

    private static float[] State(int bits) => [.. Enumerable.Range(0, 6).Select(slot => (float)(bits >> slot & 1))];

    private static float[] Pattern(int row)
    {
        float[] pattern = row % 2 == 0 ? [1, 1, 1, 0, 0, 0] : [0, 0, 0, 1, 1, 1];
        pattern[row % 6] = 1 - pattern[row % 6];
        return pattern;
    }
}
