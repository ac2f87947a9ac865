using System.Numerics;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>For each visible unit, the samples of data and model in which it is on, as a list of subsets of four (see
/// <see cref="SubsetSums"/>).</summary>
/// <remarks>Four samples are two of data and the two chains that started from them: a unit is mostly on in both or in neither, so with four
/// that have less in common more subsets would not be empty (12500 in a batch of digits, against 9600). Where data are grey their units are
/// not on or off, and the four are chains.</remarks>
internal sealed unsafe class SampleSubsets
{
    private const uint EvenBits = 0x55555555;

    private readonly bool _withData;
    private readonly int _words;
    private readonly AlignedBuffer<uint> _bits;
    private readonly AlignedBuffer<int> _lists;
    private readonly AlignedBuffer<int> _count;

    /// <summary>Makes empty lists.</summary>
    /// <param name="units">The number of units.</param>
    /// <param name="samples">The largest number of samples of data, and that of the model.</param>
    /// <param name="withData">Whether samples of data take part.</param>
    public SampleSubsets(int units, int samples, bool withData)
    {
        _withData = withData;
        _words = (samples + SamplesOfWord - 1) / SamplesOfWord;
        int padded = PanelMatrix.Pad(units);
        _bits = new AlignedBuffer<uint>((long)padded * _words);
        _lists = new AlignedBuffer<int>((long)padded * Capacity);
        _count = new AlignedBuffer<int>(padded);
    }

    /// <summary>The lists.</summary>
    public int* Lists => _lists.Pointer;

    /// <summary>The distance of the lists of two units.</summary>
    public int Capacity => SubsetSums.ListCapacity(_words);

    /// <summary>The lengths of the lists, each a multiple of four.</summary>
    public int* Count => _count.Pointer;

    private int SamplesOfWord => _withData ? BitColumns.Size / 2 : BitColumns.Size;

    /// <summary>Makes the lists of the units of panels in [fromPanel, toPanel).</summary>
    /// <param name="data">The states of the data; null when they take no part.</param>
    /// <param name="dataRows">The number of rows of data.</param>
    /// <param name="model">The states of the model.</param>
    /// <param name="modelRows">The number of rows of the model.</param>
    /// <param name="fromPanel">The first panel.</param>
    /// <param name="toPanel">The panel behind the last.</param>
    public void Set(StateBits? data, int dataRows, StateBits model, int modelRows, int fromPanel, int toPanel)
    {
        uint* rows = stackalloc uint[BitColumns.Size];
        for (int panel = fromPanel; panel < toPanel; panel++)
        {
            uint* columns = _bits.Pointer + (nint)panel * PanelMatrix.PanelWidth * _words;
            for (int word = 0; word < _words; word++)
            {
                if (_withData)
                    Copy(data!, panel, word * SamplesOfWord, dataRows, rows, 2);
                Copy(model, panel, word * SamplesOfWord, modelRows, _withData ? rows + 1 : rows, _withData ? 2 : 1);
                BitColumns.OfRows(rows, columns + word, _words);
            }
        }
        for (int unit = fromPanel * PanelMatrix.PanelWidth; unit < toPanel * PanelMatrix.PanelWidth; unit++)
            Count[unit] = SubsetSums.List(_bits.Pointer + (nint)unit * _words, 1, _words, Lists + (nint)unit * Capacity);
    }

    /// <summary>In how many samples of data a unit is on.</summary>
    public int OnInData(int unit) => _withData ? CountOn(unit, EvenBits) : 0;

    /// <summary>In how many samples of the model a unit is on.</summary>
    public int OnInModel(int unit) => CountOn(unit, _withData ? ~EvenBits : uint.MaxValue);

    /// <summary>Fills the table that the lists choose from.</summary>
    /// <param name="dataRows">What the first sample of data adds, 32 numbers; others follow.</param>
    /// <param name="dataCount">The number of samples of data.</param>
    /// <param name="modelRows">What the first sample of the model adds, likewise.</param>
    /// <param name="modelCount">The number of samples of the model.</param>
    /// <param name="table">Receives the sums.</param>
    public void FillTable<TWidth, TFloat, TUInt>(float* dataRows, int dataCount, float* modelRows, int modelCount, float* table)
        where TWidth : struct, IVectorWidth<TFloat, TUInt>
        where TFloat : unmanaged
        where TUInt : unmanaged
    {
        if (_withData)
            SubsetSums.FillInterleaved<TWidth, TFloat, TUInt>(dataRows, dataCount, modelRows, modelCount, table);
        else
            SubsetSums.Fill<TWidth, TFloat, TUInt>(modelRows, modelCount, modelCount, table);
    }

    /// <summary>Fills a table for lists of numbers, one a sample.</summary>
    /// <param name="ofData">The numbers of the samples of data.</param>
    /// <param name="ofModel">The numbers of the samples of the model.</param>
    /// <param name="table">Receives the sums.</param>
    public void FillTable(ReadOnlySpan<float> ofData, ReadOnlySpan<float> ofModel, float* table)
    {
        int samples = _withData ? Math.Max(ofData.Length, ofModel.Length) : ofModel.Length;
        int samplesOfGroup = _withData ? SubsetSums.GroupSize / 2 : SubsetSums.GroupSize;
        for (int first = 0; first < samples; first += samplesOfGroup, table += SubsetSums.Subsets)
        {
            table[0] = 0;
            for (int k = 0; k < SubsetSums.GroupSize; k++)
            {
                int sample = first + (_withData ? k / 2 : k);
                ReadOnlySpan<float> numbers = _withData && k % 2 == 0 ? ofData : ofModel;
                float number = sample < numbers.Length ? numbers[sample] : 0;
                for (int subset = 0; subset < 1 << k; subset++)
                    table[(1 << k) + subset] = table[subset] + number;
            }
        }
    }

    /// <summary>The rows of a table for a number of samples of data and as many of the model.</summary>
    public static int TableRows(int samples) => SubsetSums.Subsets * SubsetSums.Groups(2 * samples);

    private void Copy(StateBits states, int panel, int first, int count, uint* rows, int step)
    {
        uint* words = states.Words + (nint)panel * states.Rows + first;
        for (int sample = 0; sample < SamplesOfWord; sample++)
            rows[sample * step] = first + sample < count ? words[sample] : 0;
    }

    private int CountOn(int unit, uint which)
    {
        uint* bits = _bits.Pointer + (nint)unit * _words;
        int count = 0;
        for (int word = 0; word < _words; word++)
            count += BitOperations.PopCount(bits[word] & which);
        return count;
    }
}
