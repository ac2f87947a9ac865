using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Trains a maximum entropy model (multinomial logistic regression):
/// minimises <c>Σ_rows weight · −log p(label | features) + l2/2 · |W|² + l1 · |W|₁</c>; biases are not penalised.
/// </summary>
public sealed class LbfgsMaximumEntropyMulticlassTrainer : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options,
    MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env, Contracts.CheckValue(options, nameof(options)))
    {
    }

    /// <summary>Options of the trainer.</summary>
    public sealed class Options : OptionsBase
    {
        /// <summary>The defaults.</summary>
        public Options()
        {
        }
    }

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema)
    {
        SchemaShape.Column label = Shapes.Find(inputSchema, "label", LabelColumn.Name);
        return
        [
            new("PredictedLabel", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, ScoreAnnotations.PredictedLabelShape(label)),
            new("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, ScoreAnnotations.ScoreShape(label)),
        ];
    }

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> MakeTransformer(MaximumEntropyModelParameters model, DataViewSchema trainSchema)
        => new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    private protected override MaximumEntropyModelParameters TrainModel(IDataView data)
    {
        using IChannel channel = Host.Start("Training");
        DataViewSchema.Column label = data.Schema[LabelColumn.Name];
        int classes = checked((int)((KeyDataViewType)label.Type).Count);
        LabelledRows rows = LabelledRowsReader.Read(channel, data, data.Schema[FeatureColumn.Name], label,
            WeightColumn.IsValid ? data.Schema[WeightColumn.Name] : null);

        var loss = new SoftmaxLoss(rows, classes, LbfgsOptions.L2Regularization, LbfgsOptions.NumberOfThreads ?? Environment.ProcessorCount);
        var optimizer = new QuasiNewton(loss.Evaluate, classes, LbfgsOptions.L1Regularization, LbfgsOptions.EnforceNonNegativity, LbfgsOptions.HistorySize);
        var parameters = new double[loss.NumberOfParameters];
        double value = optimizer.Minimize(parameters, LbfgsOptions.OptimizationTolerance, LbfgsOptions.MaximumNumberOfIterations);
        channel.Info("L-BFGS: {0} iterations, {1} evaluations, objective {2} over {3} rows", optimizer.Iterations, optimizer.Evaluations, value, rows.Count);

        float[] singles = Array.ConvertAll(parameters, parameter => (float)parameter);
        Contracts.Check(Array.TrueForAll(singles, float.IsFinite), "The weights/bias contain invalid values (NaN or Infinite). Potential causes: high learning rates, no normalization, high initial weights, etc.");
        return new MaximumEntropyModelParameters(Host, singles[..classes], singles[classes..], LabelNames(label, classes));
    }

    /// <summary>The texts that the label's keys stand for, null when they stand for something else.</summary>
    private static string[] LabelNames(DataViewSchema.Column label, int classes)
    {
        if (!label.HasKeyValues())
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        label.GetKeyValues(ref names);
        string[] texts = [.. names.DenseValues().Select(name => name.ToString())];
        return texts.Length == classes ? texts : null;
    }
}
