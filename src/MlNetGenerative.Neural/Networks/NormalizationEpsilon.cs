using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Networks;

/// <summary>The range of what is added to a variance.</summary>
internal static class NormalizationEpsilon
{
    public static double Check(double value, string name)
    {
        SettingCheck.Require(value is > 0 and <= 1, name, value, "above 0 and at most 1");
        return value;
    }
}
