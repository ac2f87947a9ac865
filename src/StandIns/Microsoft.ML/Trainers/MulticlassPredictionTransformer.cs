using System.Reflection;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// <summary>Adds the predicted class and the scores of all classes.</summary>
public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly string _labelColumn;
    private readonly string _scoreColumn;
    private readonly string _predictedLabelColumn;
    private readonly LabelValues _labelValues;

    internal MulticlassPredictionTransformer(IHostEnvironment env, TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn,
        string scoreColumn = "Score", string predictedLabel = "PredictedLabel")
        : base(Contracts.CheckValue(env, nameof(env)).Register(nameof(MulticlassPredictionTransformer<TModel>)), model, trainSchema, featureColumn)
    {
        _labelColumn = labelColumn;
        _scoreColumn = scoreColumn;
        _predictedLabelColumn = predictedLabel;
        _labelValues = LabelValues.Of(labelColumn == null ? null : trainSchema.GetColumnOrNull(labelColumn), Linear.NumberOfClasses);
    }

    private LinearMulticlassModelParametersBase Linear => (LinearMulticlassModelParametersBase)(object)Model;

    // Called by the non-generic loader, once the type of the model is known.
    internal static MulticlassPredictionTransformer<TModel> Load(IHostEnvironment env, ModelLoadContext ctx, TModel model)
    {
        DataViewSchema trainSchema = LoadTrainSchema(ctx);
        string feature = ctx.LoadString();
        string label = ctx.LoadStringOrNull();
        string score = ctx.LoadNonEmptyString();
        string predictedLabel = ctx.LoadNonEmptyString();
        return new MulticlassPredictionTransformer<TModel>(env, model, trainSchema, feature, label, score, predictedLabel);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(MulticlassPredictionTransformer.GetVersionInfo());
        base.SaveModel(ctx);
        ctx.SaveStringOrNull(_labelColumn);
        ctx.SaveString(_scoreColumn);
        ctx.SaveString(_predictedLabelColumn);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema inputSchema)
        => new MulticlassScoreMapper(this, Linear, inputSchema, CheckFeatures(inputSchema), _labelValues, _predictedLabelColumn, _scoreColumn);
}

/// <summary>Loads a saved <see cref="MulticlassPredictionTransformer{TModel}"/>.</summary>
internal static class MulticlassPredictionTransformer
{
    public const string LoaderSignature = "MulticlassPredXfer";

    public static VersionInfo GetVersionInfo() => new(
        modelSignature: "MC  PRED",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: OfficialAssemblies.Data,
        loaderSignature: LoaderSignature);

    // Called by the component catalog.
    private static ISingleFeaturePredictionTransformer<object> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        ctx.LoadModel<LinearMulticlassModelParametersBase, SignatureLoadModel>(env, out LinearMulticlassModelParametersBase model, "Model");
        return (ISingleFeaturePredictionTransformer<object>)GenericCall.Invoke(typeof(MulticlassPredictionTransformer), nameof(LoadOf), model.GetType(), env, ctx, model);
    }

    private static object LoadOf<TModel>(IHostEnvironment env, ModelLoadContext ctx, TModel model) where TModel : class
        => MulticlassPredictionTransformer<TModel>.Load(env, ctx, model);
}
