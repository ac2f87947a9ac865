using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Networks;

/// <summary>The range of kernel sizes and strides.</summary>
internal static class KernelShape
{
    public static int Check(int value, string name)
    {
        SettingCheck.Require(value is >= 1 and <= 99, name, value, "from 1 to 99");
        return value;
    }
}
