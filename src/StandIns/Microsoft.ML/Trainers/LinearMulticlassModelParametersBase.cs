using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>A bias and a vector of weights for each class.</summary>
public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>
{
    private const string LabelNamesStream = "LabelNames";

    private readonly float[] _biases;
    private readonly float[] _weights;
    private readonly string[] _labelNames;

    /// <param name="env">The surroundings.</param>
    /// <param name="name">The name of the component.</param>
    /// <param name="biases">One for each class.</param>
    /// <param name="weights">Class after class.</param>
    /// <param name="labelNames">One for each class, or null.</param>
    private protected LinearMulticlassModelParametersBase(IHostEnvironment env, string name, float[] biases, float[] weights, string[] labelNames)
        : base(env, name)
    {
        _biases = biases;
        _weights = weights;
        _labelNames = labelNames;
    }

    private protected LinearMulticlassModelParametersBase(IHostEnvironment env, string name, ModelLoadContext ctx)
        : base(env, name, ctx)
    {
        const string corrupt = "Corrupt model file: linear model";
        int features = ctx.Reader.ReadInt32();
        int classes = ctx.ReadCount(sizeof(float));
        Contracts.CheckDecode(features > 0 && classes > 0 && (long)features * classes <= Array.MaxLength, $"{corrupt} of {classes} classes and {features} features");
        _biases = new float[classes];
        for (int c = 0; c < classes; c++)
            _biases[c] = ctx.Reader.ReadSingle();

        int[] starts = ctx.ReadArray<int>();
        int[] indices = ctx.ReadArray<int>();
        float[] weights = ctx.ReadArray<float>();
        if (starts.Length == 0)
        {
            Contracts.CheckDecode(indices.Length == 0 && weights.Length == classes * features, $"{corrupt} with {weights.Length} weights");
            _weights = weights;
        }
        else
        {
            _weights = Expand(starts, indices, weights, classes, features);
        }

        Contracts.CheckDecode(Array.TrueForAll(_biases, float.IsFinite) && Array.TrueForAll(_weights, float.IsFinite), $"{corrupt} with numbers that are not finite");
        string[] names = null;
        ctx.TryLoadBinaryStream(LabelNamesStream, reader => names = ReadLabelNames(reader, ctx.Strings, classes));
        _labelNames = names;
    }

    private static float[] Expand(int[] starts, int[] indices, float[] weights, int classes, int features)
    {
        const string corrupt = "Corrupt model file: sparse weights";
        Contracts.CheckDecode(starts.Length == classes + 1 && starts[0] == 0 && starts[classes] == indices.Length && indices.Length == weights.Length, corrupt);
        var dense = new float[classes * features];
        for (int c = 0; c < classes; c++)
        {
            Contracts.CheckDecode(starts[c] >= 0 && starts[c] <= starts[c + 1] && starts[c + 1] <= indices.Length, corrupt);
            for (int k = starts[c]; k < starts[c + 1]; k++)
            {
                Contracts.CheckDecode(indices[k] >= 0 && indices[k] < features, corrupt);
                dense[c * features + indices[k]] = weights[k];
            }
        }

        return dense;
    }

    private static string[] ReadLabelNames(BinaryReader reader, string[] strings, int classes)
    {
        var names = new string[classes];
        for (int c = 0; c < classes; c++)
        {
            int id = reader.ReadInt32();
            Contracts.CheckDecode(id >= 0 && id < strings.Length, "Corrupt model file: the number of a label's name is out of range");
            names[c] = strings[id];
        }

        return names;
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        base.SaveCore(ctx);
        ctx.Writer.Write(NumberOfFeatures);
        ctx.Writer.Write(_biases.Length);
        foreach (float bias in _biases)
            ctx.Writer.Write(bias);
        ctx.Writer.Write(0); // row starts: dense
        ctx.Writer.Write(0); // indices
        ctx.Writer.Write(_weights.Length);
        foreach (float weight in _weights)
            ctx.Writer.Write(weight);
        if (_labelNames == null)
            return;
        ctx.SaveBinaryStream(LabelNamesStream, writer =>
        {
            foreach (string name in _labelNames)
                writer.Write(ctx.Strings.Add(name));
        });
    }

    internal int NumberOfClasses => _biases.Length;

    internal int NumberOfFeatures => _weights.Length / _biases.Length;

    /// <summary>The bias of each class.</summary>
    public IEnumerable<float> GetBiases() => _biases;

    /// <summary>The weights of each class.</summary>
    /// <param name="weights">One vector for each class; an array that is long enough is reused.</param>
    /// <param name="numClasses">The number of classes.</param>
    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = NumberOfClasses;
        if (weights == null || weights.Length < numClasses)
            weights = new VBuffer<float>[numClasses];
        for (int c = 0; c < numClasses; c++)
            VBuffer<float>.Copy(_weights, c * NumberOfFeatures, ref weights[c], NumberOfFeatures);
    }

    /// <summary>Writes the score of each class: bias plus weights times features.</summary>
    private protected void LinearScores(in VBuffer<float> features, Span<float> scores)
    {
        Contracts.Check(features.Length == NumberOfFeatures, $"Input is of length {features.Length} does not match expected length of weights {NumberOfFeatures}");
        ReadOnlySpan<float> values = features.GetValues();
        ReadOnlySpan<int> indices = features.GetIndices();
        for (int c = 0; c < _biases.Length; c++)
        {
            ReadOnlySpan<float> weights = _weights.AsSpan(c * NumberOfFeatures, NumberOfFeatures);
            scores[c] = _biases[c] + (features.IsDense ? DotProduct.Dense(values, weights) : DotProduct.Sparse(values, indices, weights));
        }
    }

    /// <summary>Writes the output for each class.</summary>
    internal abstract void Map(in VBuffer<float> features, Span<float> outputs);
}
