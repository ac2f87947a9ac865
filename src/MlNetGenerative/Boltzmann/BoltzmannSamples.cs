using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Boltzmann;

/// <summary>
/// A lazy view of rows drawn by Gibbs chains, one column with the name and slot names of the training column. A row is a function of
/// (seed, chain, step), and so the same on every cursor.
/// </summary>
internal sealed class BoltzmannSamples : IndexedView
{
    private readonly RestrictedBoltzmannMachine _machine;
    private readonly ulong _seed;
    private readonly int _burnIn;
    private readonly int _thinning;
    private readonly bool _binaryStates;
    private readonly ChainLayout _layout;
    private readonly ChainStarts? _starts;

    public BoltzmannSamples(FittedBoltzmannMachine fitted, GibbsGenerationOptions options)
        : this(fitted, options, Layout(options)) { }

    private BoltzmannSamples(FittedBoltzmannMachine fitted, GibbsGenerationOptions options, ChainLayout layout)
        : base(options.Count, layout.RowsPerGroup)
    {
        _machine = fitted.Machine;
        _seed = (uint)(options.Seed ?? fitted.Seed);
        _burnIn = options.BurnIn;
        _thinning = options.Thinning;
        _binaryStates = options.BinaryStates;
        _layout = layout;
        _starts = options.StartFrom is { } data ? new ChainStarts(fitted, data, layout.Chains) : null;

        var schema = new DataViewSchema.Builder();
        schema.AddColumn(fitted.Columns.Input, new VectorDataViewType(NumberDataViewType.Single, _machine.NumberOfVisibleUnits),
            ColumnAnnotations.ForVector(fitted.SlotNames, isNormalized: true));
        Schema = schema.ToSchema();
    }

    public override DataViewSchema Schema { get; }

    public override Delegate?[] CreateGetters(IndexedCursor cursor, bool[] active, bool ascending)
    {
        if (!active[0])
            return [null];
        var reader = new ChainReader(this, wholeGroups: ascending);
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
        {
            cursor.CheckOnRow();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, _machine.NumberOfVisibleUnits);
            reader.Read(cursor.Index, editor.Values);
            value = editor.Commit();
        };
        return [getter];
    }

    // Checked before the base class is told how many rows there are.
    private static ChainLayout Layout(GibbsGenerationOptions options)
    {
        options.Validate();
        return new ChainLayout(options.Count, options.NumberOfChains);
    }

    /// <summary>Reads rows for one cursor: whole groups of chains where rows come in order, single chains where they do not.</summary>
    private sealed class ChainReader(BoltzmannSamples view, bool wholeGroups)
    {
        private GibbsChains? _chains;
        private int _firstChain = -1;
        private int _sample;

        public void Read(int row, Span<float> destination)
        {
            (int first, int count, int chain, int sample) = view._layout.Find(row);
            if (!wholeGroups)
                (first, count, chain) = (first + chain, 1, 0);
            if (_chains is null || _firstChain != first || _sample > sample)
                Start(first, count);
            if (_sample < sample)
            {
                _chains!.Step(checked((sample - _sample) * view._thinning));
                _sample = sample;
            }
            if (view._binaryStates)
                _chains!.CopyStates(chain, destination);
            else
                _chains!.CopyMeans(chain, destination);
        }

        private void Start(int first, int count)
        {
            _chains = new GibbsChains(view._machine, view._seed, first, count);
            if (view._starts is null)
                _chains.StartFromNoise();
            else
                for (int chain = 0; chain < count; chain++)
                    view._starts.Start(_chains, chain, first + chain);
            _chains.Step(view._burnIn + view._thinning);
            _firstChain = first;
            _sample = 0;
        }
    }
}
