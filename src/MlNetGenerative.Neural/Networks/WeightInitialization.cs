namespace MlNetGenerative.Neural;

/// <summary>The distribution that the first weights of a layer are drawn from; biases start at zero but for <see cref="FanInUniform"/>.</summary>
public enum WeightInitialization
{
    /// <summary>Uniform on ±√(6 / (inputs + outputs)), the default of Keras. X. Glorot and Y. Bengio, AISTATS 2010.</summary>
    GlorotUniform,

    /// <summary>Uniform on ±√(6 / inputs), for layers before a ReLU. K. He and others, ICCV 2015.</summary>
    HeUniform,

    /// <summary>Uniform on ±√(1 / inputs), biases too: the default of PyTorch.</summary>
    FanInUniform,

    /// <summary>Normal with standard deviation 0.02, as in DCGAN. A. Radford, L. Metz and S. Chintala, ICLR 2016.</summary>
    Normal002,
}
