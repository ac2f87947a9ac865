using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>
/// Vectors, dense or sparse. Parameters: the items' codec and the dimensions. Block: number of vectors; their common
/// length (0: the lengths follow); how many values each stores (-1: dense); number of indices; indices; values.
/// </summary>
internal sealed class IdvVectorCodec<T>(string name, VectorDataViewType type, IdvCodec<T> item) : IdvCodec<VBuffer<T>>(name, type)
{
    private const int Dense = -1;

    protected override void WriteParameters(BinaryWriter writer)
    {
        item.WriteDefinition(writer);
        writer.Write(type.Dimensions.Length);
        foreach (int dimension in type.Dimensions)
            writer.Write(dimension);
    }

    public override void WriteItems(BinaryWriter writer, ReadOnlySpan<VBuffer<T>> items)
    {
        var indices = new List<int>();
        var values = new List<T>();
        writer.Write(items.Length);
        writer.Write(type.Size);
        if (type.Size == 0)
        {
            foreach (VBuffer<T> vector in items)
                writer.Write(vector.Length);
        }

        foreach (VBuffer<T> vector in items)
        {
            writer.Write(vector.IsDense ? Dense : vector.GetValues().Length);
            indices.AddRange(vector.GetIndices());
            values.AddRange(vector.GetValues());
        }

        writer.Write(indices.Count);
        foreach (int index in indices)
            writer.Write(index);
        item.WriteItems(writer, values.ToArray());
    }

    public override VBuffer<T>[] ReadItems(BinaryReader reader, int count)
    {
        IdvBytes.Check(reader.ReadInt32() == count, "a block of vectors has another number of values than its column");
        IdvBytes.CheckCount(reader, count, sizeof(int));
        int common = reader.ReadInt32();
        IdvBytes.Check(common == type.Size, $"vectors of length {common} in a column of type {type}");
        var lengths = new int[count];
        for (int i = 0; i < count; i++)
        {
            lengths[i] = type.Size > 0 ? type.Size : reader.ReadInt32();
            IdvBytes.Check(lengths[i] >= 0, "a vector of negative length");
        }

        var counts = new int[count];
        long stored = 0;
        for (int i = 0; i < count; i++)
        {
            counts[i] = reader.ReadInt32();
            IdvBytes.Check(counts[i] >= Dense && counts[i] <= lengths[i], "a vector with more values than its length");
            stored += counts[i] == Dense ? lengths[i] : counts[i];
        }

        var indices = new int[IdvBytes.CheckCount(reader, reader.ReadInt32(), sizeof(int))];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = reader.ReadInt32();
        IdvBytes.Check(stored <= int.MaxValue, "too many values");
        T[] values = item.ReadItems(reader, (int)stored);

        var vectors = new VBuffer<T>[count];
        int nextIndex = 0, nextValue = 0;
        for (int i = 0; i < count; i++)
        {
            int own = counts[i] == Dense ? lengths[i] : counts[i];
            T[] ownValues = values.AsSpan(nextValue, own).ToArray();
            nextValue += own;
            if (counts[i] == Dense)
            {
                vectors[i] = new VBuffer<T>(lengths[i], ownValues);
                continue;
            }

            IdvBytes.Check(own <= indices.Length - nextIndex, "a sparse vector lacks indices");
            int[] ownIndices = indices.AsSpan(nextIndex, own).ToArray();
            nextIndex += own;
            int previous = -1;
            foreach (int index in ownIndices)
            {
                IdvBytes.Check(index > previous && index < lengths[i], "the indices of a sparse vector do not increase");
                previous = index;
            }

            vectors[i] = new VBuffer<T>(lengths[i], own, ownValues, ownIndices);
        }

        return vectors;
    }

    public override Delegate ReadValue(BinaryReader reader)
    {
        VBuffer<T> value = ReadItems(reader, 1)[0];
        // A copy for each caller, who may write into the buffer that is returned.
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) => value.CopyTo(ref destination));
    }
}
