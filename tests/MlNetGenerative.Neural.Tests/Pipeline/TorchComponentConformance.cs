using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace MlNetGenerative.Neural.Tests.Pipeline;

/// <summary>What components with native memory promise beyond the others: they free it, say so when used afterwards, and share it between engines.</summary>
public abstract class TorchComponentConformance : ComponentConformance
{
    /// <summary>How far, relative to 1 + |value|, a row mapped alone may be from the same row in a batch: libtorch multiplies one row in another
    /// order than many. Batches agree bit by bit.</summary>
    protected virtual float Tolerance => 1e-5f;

    protected override int LookAhead => BatchedView.RowsPerBatch;

    protected override void AssertSameRow(string expected, string got)
    {
        string[] expectedParts = expected.Split(' '), gotParts = got.Split(' ');
        Assert.HasCount(expectedParts.Length, gotParts);
        for (int part = 0; part < expectedParts.Length; part++)
        {
            if (expectedParts[part] == gotParts[part])
                continue;
            float[] expectedNumbers = Numbers(expectedParts[part]), gotNumbers = Numbers(gotParts[part]);
            Assert.HasCount(expectedNumbers.Length, gotNumbers);
            for (int i = 0; i < expectedNumbers.Length; i++)
                Assert.AreEqual(expectedNumbers[i], gotNumbers[i], Tolerance * (1 + Math.Abs(expectedNumbers[i])), $"{expected} | {got}");
        }
    }

    [TestMethod]
    public void DisposingTwiceIsFineAndUseAfterwardsThrows()
    {
        MLContext ml = new(seed: 1);
        FunctionView data = ConformanceData.Create();
        ITransformer model = Create(ml).Fit(data);
        IDataView made = model.Transform(data);
        string appended = PipelineAssert.Appended(data, made)[0].Name;
        using DataViewRowCursor open = made.GetRowCursor(made.Schema);
        using PredictionEngine<FeatureRow, Nothing> engine = ml.Model.CreatePredictionEngine<FeatureRow, Nothing>(model, new PredictionEngineOptions { OwnsTransformer = false });

        Disposable(model).Dispose();
        Disposable(model).Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.GetRowToRowMapper(data.Schema));
        Assert.ThrowsExactly<ObjectDisposedException>(() => ViewReader.Rows(made, appended));
        Assert.ThrowsExactly<ObjectDisposedException>(() =>
        {
            Func<string> text = ViewReader.Texts(open, made.Schema);
            open.MoveNext();
            text();
        });
        Assert.ThrowsExactly<ObjectDisposedException>(() => ml.Model.Save(model, data.Schema, new MemoryStream()));
        if (model is IGenerator generator)
            Assert.ThrowsExactly<ObjectDisposedException>(() => generator.Generate(3));
    }

    [TestMethod]
    public void AnEngineDisposesTheModelUnlessItIsToldNotTo()
    {
        MLContext ml = new(seed: 1);
        FunctionView data = ConformanceData.Create();
        ITransformer model = Create(ml).Fit(data);
        var shared = new PredictionEngineOptions { OwnsTransformer = false };
        ml.Model.CreatePredictionEngine<FeatureRow, Nothing>(model, shared).Dispose();
        using (PredictionEngine<FeatureRow, Nothing> second = ml.Model.CreatePredictionEngine<FeatureRow, Nothing>(model, shared))
            second.Predict(new FeatureRow { Features = ConformanceData.Features(0) });
        ViewReader.ById(model.Transform(data));

        ml.Model.CreatePredictionEngine<FeatureRow, Nothing>(model).Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
    }

    [TestMethod]
    public void NoTensorOutlivesItsModel()
    {
        // The first use may make what lasts as long as the process; models that other tests dropped go with the collector.
        UseOnce();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        UseOnce();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private void UseOnce()
    {
        MLContext ml = new(seed: 1);
        FunctionView data = ConformanceData.Create();
        ITransformer model = Create(ml).Fit(data);
        using IDisposable native = Disposable(model);
        IDataView view = model.Transform(data);
        ViewReader.ById(view);
        ViewReader.ById(view, new Random(1));
        if (model is IGenerator generator)
            ViewReader.ById(generator.Generate(5));
        using (PredictionEngine<FeatureRow, Nothing> engine = ml.Model.CreatePredictionEngine<FeatureRow, Nothing>(model, new PredictionEngineOptions { OwnsTransformer = false }))
            engine.Predict(new FeatureRow { Features = ConformanceData.Features(0) });
        using var zip = new MemoryStream();
        ml.Model.Save(model, data.Schema, zip);
        zip.Position = 0;
        using IDisposable loaded = Disposable(ml.Model.Load(zip, out _));
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => Create(ml, cancellation.Token).Fit(data));
    }

    private static IDisposable Disposable(ITransformer model) => (IDisposable)model;

    private static float[] Numbers(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, 4 * i))];
    }

    private sealed class FeatureRow
    {
        [VectorType(ConformanceData.Width)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class Nothing;
}
