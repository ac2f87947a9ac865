using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Reads the rows to train on. Rows without label, with missing or infinite features, or with a weight that is not a number are left out.</summary>
internal static class LabelledRowsReader
{
    public static LabelledRows Read(IChannel channel, IDataView data, DataViewSchema.Column features, DataViewSchema.Column label, DataViewSchema.Column? weight)
    {
        var rows = new LabelledRows(((VectorDataViewType)features.Type).Size);
        long badFeatures = 0, badLabels = 0, badWeights = 0;
        DataViewSchema.Column[] columns = weight == null ? [features, label] : [features, label, weight.Value];
        using (DataViewRowCursor cursor = data.GetRowCursor(columns))
        {
            ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(cursor.Schema[features.Index]);
            ValueGetter<uint> getLabel = cursor.GetGetter<uint>(cursor.Schema[label.Index]);
            ValueGetter<float> getWeight = weight == null ? null : cursor.GetGetter<float>(cursor.Schema[weight.Value.Index]);
            VBuffer<float> row = default;
            uint key = 0;
            float rowWeight = 1;
            ulong classes = ((KeyDataViewType)label.Type).Count;
            while (cursor.MoveNext())
            {
                getLabel(ref key);
                getFeatures(ref row);
                getWeight?.Invoke(ref rowWeight);
                if (key == 0 || key > classes)
                    badLabels++;
                else if (!AreFinite(row.GetValues()))
                    badFeatures++;
                else if (!float.IsFinite(rowWeight) || rowWeight < 0)
                    badWeights++;
                else
                    rows.Add(row.GetIndices(), row.GetValues(), (int)key - 1, rowWeight);
            }
        }

        rows.Finish();
        if (badFeatures > 0)
            channel.Warning("Skipped {0} instances with missing features during training", badFeatures);
        if (badLabels > 0)
            channel.Warning("Skipped {0} instances with missing labels during training", badLabels);
        if (badWeights > 0)
            channel.Warning("Skipped {0} instances with missing or negative weights during training", badWeights);
        Contracts.Check(rows.Count > 0, "No valid training instances found, all instances have missing features.");
        return rows;
    }

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }
}
