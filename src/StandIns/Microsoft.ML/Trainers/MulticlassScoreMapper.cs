using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>Adds the predicted class (the first of the largest score) and the scores of all classes.</summary>
internal sealed class MulticlassScoreMapper : IRowMapper
{
    private const int PredictedLabelIndex = 0;
    private const int ScoreIndex = 1;

    private readonly ITransformer _transformer;
    private readonly LinearMulticlassModelParametersBase _model;
    private readonly int _features;
    private readonly DataViewSchema.DetachedColumn[] _columns;

    public MulticlassScoreMapper(ITransformer transformer, LinearMulticlassModelParametersBase model, DataViewSchema schema,
        DataViewSchema.Column features, LabelValues labelValues, string predictedLabelColumn, string scoreColumn)
    {
        _transformer = transformer;
        _model = model;
        _features = features.Index;
        uint setId = ScoreAnnotations.NextSetId(schema);

        var predicted = new DataViewSchema.Annotations.Builder();
        ScoreAnnotations.Add(predicted, setId, ScoreAnnotations.MulticlassClassification, ScoreAnnotations.PredictedLabel);
        labelValues?.AddTo(predicted, AnnotationUtils.Kinds.KeyValues);

        var scores = new DataViewSchema.Annotations.Builder();
        if (labelValues is { AreText: true })
            labelValues.AddTo(scores, AnnotationUtils.Kinds.SlotNames);
        labelValues?.AddTo(scores, AnnotationUtils.Kinds.TrainingLabelValues);
        ScoreAnnotations.Add(scores, setId, ScoreAnnotations.MulticlassClassification, ScoreAnnotations.Score);

        _columns =
        [
            new(predictedLabelColumn, new KeyDataViewType(typeof(uint), model.NumberOfClasses), predicted.ToAnnotations()),
            new(scoreColumn, new VectorDataViewType(NumberDataViewType.Single, model.NumberOfClasses), scores.ToAnnotations()),
        ];
    }

    public ITransformer GetTransformer() => _transformer;

    public void Save(ModelSaveContext ctx) => _transformer.Save(ctx);

    public DataViewSchema.DetachedColumn[] GetOutputColumns() => _columns;

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        bool any = activeOutput(PredictedLabelIndex) || activeOutput(ScoreIndex);
        return index => any && index == _features;
    }

    public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
    {
        disposer = null;
        var getters = new Delegate[_columns.Length];
        if (!activeOutput(PredictedLabelIndex) && !activeOutput(ScoreIndex))
            return getters;

        ValueGetter<VBuffer<float>> getFeatures = input.GetGetter<VBuffer<float>>(input.Schema[_features]);
        VBuffer<float> features = default;
        var scores = new float[_model.NumberOfClasses];
        long served = -1;
        // Both columns of a row come from one computation.
        void Refresh()
        {
            if (served == input.Position && served >= 0)
                return;
            getFeatures(ref features);
            _model.Map(features, scores);
            served = input.Position;
        }

        if (activeOutput(PredictedLabelIndex))
        {
            getters[PredictedLabelIndex] = (ValueGetter<uint>)((ref uint key) =>
            {
                Refresh();
                key = (uint)ArgMax(scores) + 1;
            });
        }

        if (activeOutput(ScoreIndex))
        {
            getters[ScoreIndex] = (ValueGetter<VBuffer<float>>)((ref VBuffer<float> destination) =>
            {
                Refresh();
                VBuffer<float>.Copy(scores, 0, ref destination, scores.Length);
            });
        }

        return getters;
    }

    /// <summary>The first index of the largest score, -1 when a score is missing.</summary>
    private static int ArgMax(float[] scores)
    {
        int best = 0;
        for (int c = 0; c < scores.Length; c++)
        {
            if (float.IsNaN(scores[c]))
                return -1;
            if (scores[c] > scores[best])
                best = c;
        }

        return best;
    }
}
